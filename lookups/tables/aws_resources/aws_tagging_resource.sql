-- Last of this folder: where another query knows a resource too, that one's answer stands.
select
  arn,
  account_id,
  name,
  region,
  tags
from {schema}.aws_tagging_resource
