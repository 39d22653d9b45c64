-- Asked of the management account. Here account_id is the caller's: the member's is id.
select
  id as account_id,
  name,
  email,
  {state|status} as state,
  joined_timestamp as joined,
  {parent_id|null} parent_id,
  tags
from {schema}.aws_organizations_account
