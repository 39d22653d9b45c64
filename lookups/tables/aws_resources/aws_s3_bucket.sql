select
  arn,
  account_id,
  's3:bucket' as type,
  name,
  region,
  tags
from {schema}.aws_s3_bucket
