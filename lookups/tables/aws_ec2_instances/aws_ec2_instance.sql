-- Never the user data: it may hold secrets, and costs a call for each instance.
select
  instance_id,
  account_id,
  title as name,
  arn,
  region,
  instance_state as state,
  instance_type,
  image_id,
  iam_instance_profile_arn as instance_profile,
  host(private_ip_address) as private_ip,
  host(public_ip_address) as public_ip,
  vpc_id,
  launch_time as launched,
  tags
from {schema}.aws_ec2_instance
