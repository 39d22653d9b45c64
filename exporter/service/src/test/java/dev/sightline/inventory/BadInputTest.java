package dev.sightline.inventory;

import static dev.sightline.inventory.Setting.PAYER;
import static dev.sightline.inventory.Setting.SHOP;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.KvServer;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whatever goes wrong is one sentence that says what to do, and the old rows are still there. */
class BadInputTest {
  private final Setting setting = Setting.organized();

  @BeforeEach
  void fill() {
    for (int i = 0; i < 1_200; i++) {
      if (i % 400 == 0) {
        setting.instance("shop", SHOP, "i-" + i, "{}");
      }
    }
    setting.sql(
        "insert into shop.aws_tagging_resource select 'q' || n, 'arn:aws:sqs:eu-west-1:'"
            + " || ? || ':q' || n, '{}', 'eu-west-1', ? from generate_series(1, 1200) n",
        SHOP,
        SHOP);
    setting.refresh();
    setting.later();
  }

  @AfterEach
  void close() {
    setting.close();
  }

  /** The names of the rows that a lookup has, by their keys. */
  private Map<String, String> rows(String lookup) {
    Map<String, String> rows = new TreeMap<>();
    setting
        .splunk
        .documents(lookup)
        .forEach((key, row) -> rows.put(key, row.path("name").asText()));
    return rows;
  }

  private void assertFailed(Outcome outcome, String lookup, String... words) {
    LookupOutcome failed = Setting.of(outcome, lookup);
    assertTrue(failed.isFailed(), failed::toString);
    for (String word : words) {
      assertTrue(failed.failure().contains(word), failed.failure());
    }
  }

  @Test
  void steampipe_is_stopped() {
    Map<String, String> before = rows("aws_accounts");
    setting.settings.put("sightline.steampipe.url", "postgres://steampipe@127.0.0.1:1/steampipe");
    Outcome outcome = setting.refresh();
    assertTrue(outcome.isFailed());
    assertFailed(outcome, "aws_accounts", "does not answer", "steampipe service start");
    assertEquals(before, rows("aws_accounts"));
    assertEquals("failed", setting.health("aws_accounts", "*").path("state").asText());
  }

  @Test
  void encryption_is_asked_of_a_service_that_has_none() {
    setting.settings.put("sightline.steampipe.url", setting.steampipe.url() + "?sslmode=require");
    assertFailed(setting.refresh(), "aws_accounts", "SSL", "SIGHTLINE_STEAMPIPE_URL");
  }

  @Test
  void the_organization_is_empty() {
    Map<String, String> before = rows("aws_accounts");
    setting.sql("delete from payer.aws_organizations_account");
    Outcome outcome = setting.refresh();
    assertFailed(outcome, "aws_accounts", "no accounts at all", "organizations:ListAccounts");
    assertEquals(before, rows("aws_accounts"));
    // The other lookups inherit what was known before.
    assertEquals(
        "shop team", setting.row("aws_ec2_instances", "instance_id", "i-0").path("owner").asText());
  }

  @Test
  void the_organization_has_lost_most_of_its_accounts() {
    for (int i = 0; i < 20; i++) {
      setting.member("9000000000%02d".formatted(i), "more-" + i, "r-ab12", "{}");
    }
    setting.refresh("aws_accounts");
    setting.later();
    setting.sql("delete from payer.aws_organizations_account where name like 'more-%'");
    AccountOutcome held = Setting.of(setting.refresh("aws_accounts"), "aws_accounts", PAYER);
    assertEquals(Standing.HELD, held.standing());
    assertEquals(23, held.stale());
    assertTrue(setting.row("aws_accounts", "name", "more-7").path("present").asBoolean());
  }

  @Test
  void two_rows_have_one_key() {
    setting.instance("shop", SHOP, "i-0", "{\"Owner\": \"somebody else\"}");
    LookupOutcome outcome = Setting.of(setting.refresh(), "aws_ec2_instances");
    assertTrue(outcome.gaps().getFirst().contains("1 rows have the key"), outcome::toString);
    assertEquals(
        "shop team", setting.row("aws_ec2_instances", "instance_id", "i-0").path("owner").asText());
  }

  @Test
  void two_connections_ask_one_account() {
    setting.steampipe.connection("shop_again", SHOP, PAYER);
    Outcome outcome = setting.refresh();
    assertTrue(outcome.gaps().getFirst().contains("is also that of shop"), outcome::toString);
    assertEquals(3, Setting.of(outcome, "aws_ec2_instances", SHOP).rows());
  }

  @Test
  void a_column_is_gone() {
    setting.sql("alter table shop.aws_ec2_instance drop column vpc_id");
    AccountOutcome failed = Setting.of(setting.refresh(), "aws_ec2_instances", SHOP);
    assertEquals(Standing.FAILED, failed.standing());
    assertTrue(
        failed.gap().contains("vpc_id") && failed.gap().contains("steampipe plugin update aws"),
        failed.gap());
    assertTrue(setting.row("aws_ec2_instances", "instance_id", "i-0").path("stale").asBoolean());
  }

  @Test
  void splunk_refuses_half_of_the_slices() {
    Map<String, String> before = rows("aws_resources");
    setting.sql("update shop.aws_tagging_resource set name = 'new'");
    AtomicInteger saves = new AtomicInteger();
    setting.splunk.judge((method, path) ->
        path.endsWith("aws_resources/batch_save") && saves.getAndIncrement() > 0
            ? new KvServer.Fate.Answers(400, "<msg>KV store is full</msg>")
            : new KvServer.Fate.Passes());
    Outcome outcome = setting.refresh();
    assertFailed(outcome, "aws_resources", "KV store is full", "the next refresh mends");
    assertEquals(before.keySet(), rows("aws_resources").keySet());
    assertEquals(500, rows("aws_resources").values().stream().filter("new"::equals).count());
    assertEquals("failed", setting.health("aws_resources", "*").path("state").asText());
    setting.splunk.heal();
    setting.later();
    assertTrue(setting.refresh().isComplete());
    assertEquals(1_200, rows("aws_resources").values().stream().filter("new"::equals).count());
  }

  @Test
  void splunk_asks_for_less_and_gets_it_later() {
    AtomicInteger requests = new AtomicInteger();
    setting.splunk.judge((method, path) ->
        switch (requests.getAndIncrement() % 3) {
          case 0 -> new KvServer.Fate.Answers(503, "");
          case 1 -> new KvServer.Fate.Answers(429, "<msg>slower</msg>");
          default -> new KvServer.Fate.Passes();
        });
    assertTrue(setting.refresh().isComplete());
  }

  @Test
  void the_token_may_read_and_not_write() {
    Map<String, String> before = rows("aws_accounts");
    setting.settings.put("sightline.splunk.token", KvServer.READER_TOKEN);
    Outcome outcome = setting.refresh();
    assertFalse(outcome.isComplete());
    assertFailed(outcome, "aws_accounts", "may not write in the app sightline_aws", "sc_admin");
    assertEquals(before, rows("aws_accounts"));
  }

  @Test
  void nothing_that_may_be_secret_is_read() {
    assertFalse(setting.splunk.documents("aws_ec2_instances").toString().contains("password"));
  }
}
