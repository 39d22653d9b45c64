from netaddr import IPSet
from mmdb_writer import MMDBWriter
w = MMDBWriter(ip_version=6, ipv4_compatible=True, database_type='Sightline-Test-City', int_type='i32')
w.insert_network(IPSet(['192.0.2.0/24']), {'city': {'names': {'en': 'Springfield'}}, 'country': {'iso_code': 'US', 'names': {'en': 'United States'}}, 'subdivisions': [{'names': {'en': 'Oregon'}}], 'continent': {'names': {'en': 'North America'}}, 'location': {'latitude': 44.05, 'longitude': -123.02, 'time_zone': 'America/Los_Angeles'}})
w.insert_network(IPSet(['2001:db8::/32']), {'country': {'names': {'en': 'Iceland'}}})
w.to_db_file('places.mmdb')
