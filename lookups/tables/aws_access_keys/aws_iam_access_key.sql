select
  access_key_id,
  account_id,
  user_name,
  status as state,
  create_date as created
from {schema}.aws_iam_access_key
