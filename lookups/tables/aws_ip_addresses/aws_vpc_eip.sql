-- An Elastic IP that is attached is found with its network interface.
select
  host(public_ip) as ip,
  account_id,
  allocation_id as resource,
  'elastic_ip' as interface_type,
  true as public,
  region,
  tags
from {schema}.aws_vpc_eip
where network_interface_id is null
