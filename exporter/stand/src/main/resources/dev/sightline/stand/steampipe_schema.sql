create schema {schema};

create table {schema}.aws_account (
  account_id text,
  title text,
  organization_master_account_id text
);

create table {schema}.aws_organizations_account (
  id text,
  name text,
  email text,
  state text,
  status text,
  parent_id text,
  joined_timestamp timestamptz,
  tags jsonb,
  account_id text
);

create table {schema}.aws_organizations_root (
  id text,
  name text
);

create table {schema}.aws_organizations_organizational_unit (
  id text,
  name text,
  parent_id text,
  path ltree
);

create table {schema}.contacts_that_are_set (
  linked_account_id text,
  contact_type text,
  email_address text
);

create function {schema}.contacts(question text)
returns table (linked_account_id text, contact_type text, email_address text)
language plpgsql as $$
declare
  account text;
  kind text;
begin
  for account in select distinct set.linked_account_id from {schema}.contacts_that_are_set set loop
    foreach kind in array array['BILLING', 'OPERATIONS', 'SECURITY'] loop
      if exists (
        select from {schema}.contacts_that_are_set set
        where set.linked_account_id = account and set.contact_type = kind
      ) then
        return query
          select * from {schema}.contacts_that_are_set set
          where set.linked_account_id = account and set.contact_type = kind;
      elsif question !~ 'contact_type\s*=' then
        -- The first that is not set ends the answer, and nobody is told.
        exit;
      end if;
    end loop;
  end loop;
end
$$;

create view {schema}.aws_account_alternate_contact as
select * from {schema}.contacts(current_query());

create table {schema}.aws_ec2_instance (
  instance_id text,
  arn text,
  title text,
  instance_state text,
  instance_type text,
  image_id text,
  iam_instance_profile_arn text,
  private_ip_address inet,
  public_ip_address inet,
  vpc_id text,
  launch_time timestamptz,
  user_data text,
  tags jsonb,
  region text,
  account_id text
);

create table {schema}.aws_ec2_network_interface (
  network_interface_id text,
  interface_type text,
  description text,
  attached_instance_id text,
  private_ip_address inet,
  association_public_ip inet,
  private_ip_addresses jsonb,
  ipv6_addresses jsonb,
  vpc_id text,
  tags jsonb,
  region text,
  account_id text
);

create table {schema}.aws_vpc_eip (
  allocation_id text,
  public_ip inet,
  network_interface_id text,
  tags jsonb,
  region text,
  account_id text
);

create table {schema}.aws_vpc (
  vpc_id text,
  cidr_block cidr,
  cidr_block_association_set jsonb,
  ipv6_cidr_block_association_set jsonb,
  title text,
  tags jsonb,
  region text,
  account_id text
);

create table {schema}.aws_iam_user (
  user_id text,
  name text,
  arn text,
  path text,
  permissions_boundary_arn text,
  create_date timestamptz,
  tags jsonb,
  account_id text
);

create table {schema}.aws_iam_role (
  role_id text,
  name text,
  arn text,
  path text,
  description text,
  permissions_boundary_arn text,
  create_date timestamptz,
  tags jsonb,
  account_id text
);

create table {schema}.aws_iam_access_key (
  access_key_id text,
  user_name text,
  status text,
  create_date timestamptz,
  account_id text
);

create table {schema}.aws_tagging_resource (
  name text,
  arn text,
  tags jsonb,
  region text,
  account_id text
);

create table {schema}.aws_s3_bucket (
  name text,
  arn text,
  tags jsonb,
  region text,
  account_id text
);

create table {schema}.aws_lambda_function (
  name text,
  arn text,
  environment_variables jsonb,
  tags jsonb,
  region text,
  account_id text
);

create table {schema}.aws_rds_db_instance (
  db_instance_identifier text,
  arn text,
  tags jsonb,
  region text,
  account_id text
);

