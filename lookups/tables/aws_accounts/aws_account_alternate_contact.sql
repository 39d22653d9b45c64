-- One account and one type of contact at a time: without the type, the first that is not set hides
-- those that come after it.
select
  email_address
from {schema}.aws_account_alternate_contact
where linked_account_id = ? and contact_type = ?
