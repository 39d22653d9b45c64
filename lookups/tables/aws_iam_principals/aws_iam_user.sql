select
  user_id as principal_id,
  account_id,
  'user' as type,
  name,
  arn,
  path,
  permissions_boundary_arn as permissions_boundary,
  create_date as created,
  tags
from {schema}.aws_iam_user
