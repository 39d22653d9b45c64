select
  block.cidr,
  account_id,
  vpc_id as resource,
  title as name,
  region,
  tags
from {schema}.aws_vpc
cross join lateral (
  select cidr_block::text as cidr
  union
  select four ->> 'CidrBlock'
  from jsonb_array_elements(
    case
      when jsonb_typeof(cidr_block_association_set) = 'array' then cidr_block_association_set
      else '[]'
    end
  ) four
  union
  select six ->> 'Ipv6CidrBlock'
  from jsonb_array_elements(
    case
      when jsonb_typeof(ipv6_cidr_block_association_set) = 'array'
        then ipv6_cidr_block_association_set
      else '[]'
    end
  ) six
) block
where block.cidr is not null
