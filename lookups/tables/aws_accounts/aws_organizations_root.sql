select
  id,
  name
from {schema}.aws_organizations_root
