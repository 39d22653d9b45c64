package dev.sightline.inventory;

import static dev.sightline.inventory.Setting.PAYER;
import static dev.sightline.inventory.Setting.SHOP;
import static dev.sightline.inventory.Setting.ZERO;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a refresh keeps, changes and marks, seen in the collections. */
class RefreshTest {
  private final Setting setting = Setting.organized();

  @AfterEach
  void close() {
    setting.close();
  }

  @Test
  void an_account_has_its_name_state_path_and_the_people_behind_it() {
    Outcome outcome = setting.refresh();
    assertTrue(outcome.lookups().stream().noneMatch(LookupOutcome::isFailed), outcome::toString);
    ObjectNode shop = setting.row("aws_accounts", "account_id", SHOP);
    assertEquals("shop-prod", shop.path("name").asText());
    assertEquals("shop-prod@example.com", shop.path("email").asText());
    assertEquals("ACTIVE", shop.path("state").asText());
    assertEquals("Root/Workloads/Prod", shop.path("ou_path").asText());
    assertEquals("shop team", shop.path("owner").asText());
    assertEquals("production", shop.path("environment").asText());
    assertEquals("shop", shop.path("application").asText());
    assertEquals(
        Instant.parse("2024-02-03T04:05:06Z").getEpochSecond(), shop.path("joined").asLong());
    assertEquals(PAYER, shop.path("answered_by").asText());
    assertTrue(shop.path("present").asBoolean());
    assertEquals(ZERO, setting.row("aws_accounts", "name", "zero").path("account_id").asText());
  }

  @Test
  void a_resource_inherits_from_its_account_what_its_own_tags_do_not_say() {
    setting.instance("shop", SHOP, "i-1", "{\"Owner\": \"search team\"}");
    setting.refresh();
    ObjectNode row = setting.row("aws_ec2_instances", "instance_id", "i-1");
    assertEquals("search team", row.path("owner").asText());
    assertEquals("production", row.path("environment").asText());
    assertEquals("10.0.0.7", row.path("private_ip").asText());
    assertEquals("running", row.path("state").asText());
    // One table alone inherits what the lookup of accounts holds.
    setting.later();
    setting.instance("shop", SHOP, "i-2", "{}");
    setting.refresh("aws_ec2_instances");
    assertEquals(
        "shop team", setting.row("aws_ec2_instances", "instance_id", "i-2").path("owner").asText());
  }

  @Test
  void a_second_refresh_changes_only_what_changed_and_keeps_when_a_row_was_first_seen() {
    setting.instance("shop", SHOP, "i-1", "{}");
    setting.instance("shop", SHOP, "i-2", "{}");
    assertEquals(2, Setting.of(setting.refresh(), "aws_ec2_instances", SHOP).added());
    long first = setting.now.getEpochSecond();
    setting.later();
    setting.sql(
        "update shop.aws_ec2_instance set instance_state = 'stopped'"
            + " where instance_id = 'i-2'");
    AccountOutcome second = Setting.of(setting.refresh(), "aws_ec2_instances", SHOP);
    assertEquals(0, second.added());
    assertEquals(1, second.changed());
    ObjectNode row = setting.row("aws_ec2_instances", "instance_id", "i-2");
    assertEquals("stopped", row.path("state").asText());
    assertEquals(first, row.path("first_seen").asLong());
    assertEquals(setting.now.getEpochSecond(), row.path("last_seen").asLong());
  }

  @Test
  void what_is_gone_stays_with_the_time_at_which_it_was_last_seen_until_it_is_old() {
    setting.instance("shop", SHOP, "i-1", "{}");
    setting.instance("shop", SHOP, "i-2", "{}");
    setting.refresh();
    long seen = setting.now.getEpochSecond();
    setting.later();
    setting.sql("delete from shop.aws_ec2_instance where instance_id = 'i-2'");
    assertEquals(1, Setting.of(setting.refresh(), "aws_ec2_instances", SHOP).gone());
    ObjectNode gone = setting.row("aws_ec2_instances", "instance_id", "i-2");
    assertFalse(gone.path("present").asBoolean());
    assertEquals(seen, gone.path("last_seen").asLong());
    setting.later();
    assertEquals(0, Setting.of(setting.refresh(), "aws_ec2_instances", SHOP).gone());
    setting.now = setting.now.plus(Duration.ofDays(401));
    setting.refresh();
    assertTrue(setting.find("aws_ec2_instances", "instance_id", "i-2").isEmpty());
    assertTrue(setting.find("aws_ec2_instances", "instance_id", "i-1").isPresent());
  }

  @Test
  void a_closed_account_stays_and_so_do_its_rows() {
    setting.instance("zero", ZERO, "i-1", "{}");
    setting.refresh();
    setting.later();
    setting.sql(
        "update payer.aws_organizations_account set state = 'SUSPENDED' where id = ?", ZERO);
    setting.sql("delete from steampipe_internal.steampipe_connection where name = 'zero'");
    Outcome outcome = setting.refresh();
    assertEquals(
        "SUSPENDED", setting.row("aws_accounts", "account_id", ZERO).path("state").asText());
    assertEquals(1, Setting.of(outcome, "aws_ec2_instances", ZERO).stale());
    assertEquals(Standing.CLOSED, Setting.of(outcome, "aws_ec2_instances", ZERO).standing());
    assertTrue(outcome.isComplete(), outcome::toString);
    setting.later();
    setting.sql("delete from payer.aws_organizations_account where id = ?", ZERO);
    setting.refresh(new Refresh.Wanted(Set.of(), false, true));
    ObjectNode account = setting.row("aws_accounts", "account_id", ZERO);
    assertEquals("zero", account.path("name").asText());
    assertFalse(account.path("present").asBoolean());
    assertTrue(setting.row("aws_ec2_instances", "instance_id", "i-1").path("stale").asBoolean());
  }

  @Test
  void an_account_that_does_not_answer_keeps_its_rows_marked_stale_until_it_answers_again() {
    setting.instance("shop", SHOP, "i-1", "{}");
    setting.refresh();
    setting.later();
    setting.sql("alter table shop.aws_ec2_instance rename to hidden");
    AccountOutcome failed = Setting.of(setting.refresh(), "aws_ec2_instances", SHOP);
    assertEquals(Standing.FAILED, failed.standing());
    assertTrue(failed.gap().contains("shop.aws_ec2_instance is not there"), failed.gap());
    ObjectNode stale = setting.row("aws_ec2_instances", "instance_id", "i-1");
    assertTrue(stale.path("stale").asBoolean());
    assertTrue(stale.path("present").asBoolean());
    setting.later();
    setting.sql("alter table shop.hidden rename to aws_ec2_instance");
    setting.refresh();
    assertFalse(setting.row("aws_ec2_instances", "instance_id", "i-1").path("stale").asBoolean());
  }

  @Test
  void an_active_account_without_a_connection_is_told_of() {
    setting.member("999988887777", "forgotten", "r-ab12", "{}");
    Outcome outcome = setting.refresh();
    assertFalse(outcome.isComplete());
    AccountOutcome missing = Setting.of(outcome, "aws_ec2_instances", "999988887777");
    assertEquals(Standing.MISSING, missing.standing());
    assertEquals(
        "missing", setting.health("aws_ec2_instances", "999988887777").path("state").asText());
  }

  @Test
  void a_look_writes_nothing_and_tells_what_would_change() {
    setting.instance("shop", SHOP, "i-1", "{}");
    Outcome outcome = setting.refresh(new Refresh.Wanted(Set.of(), true, false));
    assertEquals(1, Setting.of(outcome, "aws_ec2_instances", SHOP).added());
    for (String lookup : Set.of("aws_accounts", "aws_ec2_instances", "aws_inventory_health")) {
      assertEquals(Map.of(), setting.splunk.documents(lookup));
    }
  }

  @Test
  void the_health_lookup_tells_of_success_and_age_of_each_account() {
    setting.instance("shop", SHOP, "i-1", "{}");
    setting.refresh();
    long first = setting.now.getEpochSecond();
    ObjectNode shop = setting.health("aws_ec2_instances", SHOP);
    assertEquals("current", shop.path("state").asText());
    assertEquals(1, shop.path("rows").asInt());
    assertEquals(first, shop.path("last_success").asLong());
    setting.later();
    setting.sql("drop table shop.aws_ec2_instance");
    setting.refresh();
    shop = setting.health("aws_ec2_instances", SHOP);
    assertEquals("failed", shop.path("state").asText());
    assertEquals(1, shop.path("rows").asInt());
    assertEquals(first, shop.path("last_success").asLong());
    assertEquals(setting.now.getEpochSecond(), shop.path("last_attempt").asLong());
    assertTrue(setting.health("aws_ec2_instances", "*").path("last_success").asLong() > first);
  }

  @Test
  void a_row_that_people_added_by_hand_is_left_alone() {
    ObjectNode own = new ObjectMapper().createObjectNode();
    own.put("_key", "mine").put("account_id", "000000000001").put("name", "partner");
    setting.splunk.put("aws_accounts", own);
    setting.refresh();
    setting.later();
    setting.refresh();
    assertEquals("partner", setting.row("aws_accounts", "_key", "mine").path("name").asText());
  }

  @Test
  void a_single_account_without_an_organization_is_an_inventory_too() {
    try (Setting alone = new Setting()) {
      alone.steampipe.connection("mine", SHOP, "");
      alone.instance("mine", SHOP, "i-1", "{}");
      Outcome outcome = alone.refresh();
      assertTrue(outcome.isComplete(), outcome::toString);
      assertEquals("mine", alone.row("aws_accounts", "account_id", SHOP).path("name").asText());
    }
  }
}
