-- A path is an ltree, in which dashes are underscores: r_abcd.ou_abcd_12345678.
select
  id,
  name,
  parent_id,
  path::text path
from {schema}.aws_organizations_organizational_unit
