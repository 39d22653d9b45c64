package dev.sightline.inventory;

import static dev.sightline.inventory.Setting.PAYER;
import static dev.sightline.inventory.Setting.SHOP;
import static dev.sightline.inventory.Setting.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each way in which Steampipe misleads whoever asks it plainly. */
class SteampipeTrapsTest {
  private final Setting setting = Setting.organized();

  @AfterEach
  void close() {
    setting.close();
  }

  @Test
  void the_account_id_of_an_organizations_account_is_the_callers_and_not_taken() {
    setting.refresh("aws_accounts");
    assertEquals(3, setting.splunk.documents("aws_accounts").size());
    assertEquals("zero", setting.row("aws_accounts", "account_id", ZERO).path("name").asText());
  }

  @Test
  void a_security_contact_is_found_although_there_is_none_for_billing() {
    setting.sql(
        "insert into payer.contacts_that_are_set values (?, 'SECURITY', 'security@example.com')",
        SHOP);
    setting.refresh("aws_accounts");
    assertEquals(
        "security@example.com",
        setting.row("aws_accounts", "account_id", SHOP).path("security_contact").asText());
  }

  @Test
  void contacts_that_are_all_empty_are_not_believed_and_the_last_ones_stay() {
    setting.sql(
        "insert into payer.contacts_that_are_set values (?, 'SECURITY', 'security@example.com')",
        SHOP);
    setting.refresh("aws_accounts");
    setting.later();
    setting.sql("delete from payer.contacts_that_are_set");
    LookupOutcome outcome = Setting.of(setting.refresh("aws_accounts"), "aws_accounts");
    assertTrue(outcome.gaps().getFirst().contains("a denied call looks like"), outcome::toString);
    assertEquals(
        "security@example.com",
        setting.row("aws_accounts", "account_id", SHOP).path("security_contact").asText());
  }

  @Test
  void an_empty_answer_is_not_taken_for_no_rows() {
    setting.instance("shop", SHOP, "i-1", "{}");
    setting.refresh();
    setting.later();
    setting.sql("delete from shop.aws_ec2_instance");
    AccountOutcome held = Setting.of(setting.refresh(), "aws_ec2_instances", SHOP);
    assertEquals(Standing.HELD, held.standing());
    assertTrue(held.gap().contains("--allow-shrink"), held.gap());
    ObjectNode row = setting.row("aws_ec2_instances", "instance_id", "i-1");
    assertTrue(row.path("present").asBoolean());
    assertTrue(row.path("stale").asBoolean());
    setting.refresh(new Refresh.Wanted(Set.of(), false, true));
    row = setting.row("aws_ec2_instances", "instance_id", "i-1");
    assertFalse(row.path("present").asBoolean());
  }

  @Test
  void an_aggregator_is_never_asked_since_it_loses_the_errors_of_its_members() {
    setting.steampipe.connection("aws_all", "999900001111", PAYER);
    setting.sql(
        "update steampipe_internal.steampipe_connection set type = 'aggregator'"
            + " where name = 'aws_all'");
    setting.instance("aws_all", "999900001111", "i-9", "{}");
    Outcome outcome = setting.refresh();
    assertEquals(0, outcome.gaps().size(), outcome::toString);
    assertTrue(setting.find("aws_ec2_instances", "instance_id", "i-9").isEmpty());
  }

  @Test
  void a_plugin_that_hangs_is_given_up_and_the_other_accounts_are_published() {
    setting.instance("zero", ZERO, "i-0", "{}");
    setting.settings.put("sightline.steampipe.timeout", "1s");
    setting.sql("alter table shop.aws_ec2_instance rename to real_instance");
    setting.sql(
        "create view shop.aws_ec2_instance as select * from shop.real_instance"
            + " where steampipe_internal.hangs(30) is null");
    setting.instance("shop", SHOP, "i-1", "{}");
    AccountOutcome hanging =
        Setting.of(setting.refresh("aws_ec2_instances"), "aws_ec2_instances", SHOP);
    assertEquals(Standing.FAILED, hanging.standing());
    assertTrue(hanging.gap().contains("was silent for 1 s"), hanging.gap());
    assertTrue(setting.find("aws_ec2_instances", "instance_id", "i-0").isPresent());
  }

  @Test
  void an_error_after_thousands_of_rows_takes_all_of_them_back() {
    setting.sql(
        "create table shop.real_instance as select 'i-' || n as instance_id, '222233334444'"
            + " as account_id from generate_series(1, 3000) n");
    setting.sql("drop table shop.aws_ec2_instance");
    setting.sql(
        "create view shop.aws_ec2_instance as select case when instance_id = 'i-2900' then"
            + " steampipe_internal.fails('AccessDenied: not allowed in me-south-1') else"
            + " instance_id end as instance_id, account_id, '' as title, '' as arn, '' as region,"
            + " '' as instance_state, '' as instance_type, '' as image_id, '' as"
            + " iam_instance_profile_arn, null::inet as private_ip_address, null::inet as"
            + " public_ip_address, '' as vpc_id, null::timestamptz as launch_time, null::jsonb as"
            + " tags from shop.real_instance");
    AccountOutcome failed =
        Setting.of(setting.refresh("aws_ec2_instances"), "aws_ec2_instances", SHOP);
    assertEquals(Standing.FAILED, failed.standing());
    assertTrue(failed.gap().contains("AccessDenied: not allowed in me-south-1"), failed.gap());
    assertEquals(0, setting.splunk.documents("aws_ec2_instances").size());
  }

  @Test
  void an_older_plugin_has_status_where_a_newer_one_has_state() {
    setting.sql("update payer.aws_organizations_account set status = 'SUSPENDED', state = null");
    setting.sql("alter table payer.aws_organizations_account drop column state");
    setting.refresh("aws_accounts");
    assertEquals(
        "SUSPENDED", setting.row("aws_accounts", "account_id", SHOP).path("state").asText());
  }

  @Test
  void the_path_of_a_unit_is_read_although_an_ltree_holds_no_dashes() {
    // Its parent_id is null in the setting: only the path tells where it is.
    setting.refresh("aws_accounts");
    assertEquals(
        "Root/Workloads/Prod",
        setting.row("aws_accounts", "account_id", SHOP).path("ou_path").asText());
    assertEquals("ou-ab12-11112222", Organization.parentOf("r_ab12.ou_ab12_11112222.ou_ab12_3"));
    assertEquals("", Organization.parentOf("r_ab12"));
  }

  @Test
  void the_services_cache_is_switched_off_before_a_session_reads_only() {
    setting.refresh("aws_accounts");
    setting.sql(
        "do $$ begin if not exists (select from steampipe_internal.calls where what ="
            + " 'meta_cache off') then raise exception 'never called'; end if; end $$");
  }

  @Test
  void addresses_ranges_and_documents_arrive_as_text() {
    setting.sql(
        "insert into shop.aws_ec2_network_interface (network_interface_id, interface_type,"
            + " attached_instance_id, private_ip_address, association_public_ip,"
            + " private_ip_addresses, ipv6_addresses, vpc_id, region, account_id) values ('eni-1',"
            + " 'interface', 'i-1', '10.1.2.3', '198.51.100.7',"
            + " '[{\"PrivateIpAddress\": \"10.1.2.3\", \"Association\": {\"PublicIp\":"
            + " \"198.51.100.7\"}}, {\"PrivateIpAddress\": \"10.1.2.4\"}]',"
            + " '[{\"Ipv6Address\": \"2001:db8::7\"}]', 'vpc-1', 'eu-west-1', ?)",
        SHOP);
    setting.sql(
        "insert into shop.aws_vpc_eip values ('eipalloc-1', '198.51.100.8', null,"
            + " '[{\"Key\": \"Owner\", \"Value\": \"network team\"}]', 'eu-west-1', ?)",
        SHOP);
    setting.sql(
        "insert into shop.aws_vpc (vpc_id, cidr_block, cidr_block_association_set, account_id)"
            + " values ('vpc-1', '10.1.0.0/16', '[{\"CidrBlock\": \"10.1.0.0/16\"},"
            + " {\"CidrBlock\": \"10.2.0.0/16\"}]', ?)",
        SHOP);
    Outcome outcome = setting.refresh("aws_ip_addresses", "aws_ip_ranges");
    assertEquals(5, setting.splunk.documents("aws_ip_addresses").size(), outcome::toString);
    ObjectNode address = setting.row("aws_ip_addresses", "ip", "198.51.100.7");
    assertEquals("i-1", address.path("resource").asText());
    assertTrue(address.path("public").asBoolean());
    assertFalse(setting.row("aws_ip_addresses", "ip", "10.1.2.4").path("public").asBoolean(true));
    assertTrue(setting.find("aws_ip_addresses", "ip", "2001:db8::7").isPresent());
    assertEquals(
        "network team",
        setting.row("aws_ip_addresses", "ip", "198.51.100.8").path("owner").asText());
    assertEquals(2, setting.splunk.documents("aws_ip_ranges").size());
    assertTrue(setting.find("aws_ip_ranges", "cidr", "10.2.0.0/16").isPresent());
  }

  @Test
  void a_connection_that_is_ready_and_has_no_credentials_is_no_account() {
    setting.instance("zero", ZERO, "i-0", "{}");
    setting.sql("delete from zero.aws_account");
    Outcome outcome = setting.refresh();
    assertTrue(outcome.gaps().getFirst().contains("0 rows instead of one"), outcome::toString);
    assertTrue(setting.find("aws_ec2_instances", "instance_id", "i-0").isEmpty());
    assertEquals(Standing.MISSING, Setting.of(outcome, "aws_ec2_instances", ZERO).standing());
  }

  @Test
  void a_connection_in_error_is_told_of_with_steampipes_own_words() {
    setting.sql(
        "update steampipe_internal.steampipe_connection set state = 'error', error = 'plugin has"
            + " crashed' where name = 'zero'");
    Outcome outcome = setting.refresh();
    assertTrue(outcome.gaps().getFirst().contains("plugin has crashed"), outcome::toString);
    assertEquals(Standing.CURRENT, Setting.of(outcome, "aws_ec2_instances", SHOP).standing());
  }
}
