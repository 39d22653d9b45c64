-- The canary: every connection must answer with one row. Its account is the caller's.
select
  account_id,
  title as name,
  organization_master_account_id
from {schema}.aws_account
