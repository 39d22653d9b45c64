select
  address.ip,
  account_id,
  coalesce(attached_instance_id, network_interface_id) as resource,
  network_interface_id as network_interface,
  interface_type,
  description,
  address.public,
  region,
  vpc_id,
  tags
from {schema}.aws_ec2_network_interface
cross join lateral (
  select
    private ->> 'PrivateIpAddress' as ip,
    false as public
  from jsonb_array_elements(
    case when jsonb_typeof(private_ip_addresses) = 'array' then private_ip_addresses else '[]' end
  ) private
  union
  select
    private -> 'Association' ->> 'PublicIp',
    true
  from jsonb_array_elements(
    case when jsonb_typeof(private_ip_addresses) = 'array' then private_ip_addresses else '[]' end
  ) private
  union
  select
    six ->> 'Ipv6Address',
    true
  from jsonb_array_elements(
    case when jsonb_typeof(ipv6_addresses) = 'array' then ipv6_addresses else '[]' end
  ) six
  union
  select host(private_ip_address), false
  union
  select host(association_public_ip), true
) address
where address.ip is not null
