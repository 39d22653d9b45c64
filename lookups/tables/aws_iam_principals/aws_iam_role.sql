select
  role_id as principal_id,
  account_id,
  'role' as type,
  name,
  arn,
  path,
  description,
  permissions_boundary_arn as permissions_boundary,
  create_date as created,
  tags
from {schema}.aws_iam_role
