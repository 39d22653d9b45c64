select
  arn,
  account_id,
  'rds:db' as type,
  db_instance_identifier as name,
  region,
  tags
from {schema}.aws_rds_db_instance
