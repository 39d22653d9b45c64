-- Never the environment: it may hold secrets.
select
  arn,
  account_id,
  'lambda:function' as type,
  name,
  region,
  tags
from {schema}.aws_lambda_function
