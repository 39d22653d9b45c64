package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.command.Main;
import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.KvServer.Fate;
import dev.sightline.stand.SteampipeServer;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * A refresh, a process of its own, is killed (SIGKILL) at each of its steps: no lookup is empty or
 * has half a row, the health lookup does not claim what is not there, and the next refresh mends
 * everything, the lock of the killed one included.
 */
@Isolated("It sets system properties.")
class InventoryKillTest {
  private static final String ACCOUNT = "012345678910";
  private static final int RESOURCES = 1_200;
  private static final SteampipeServer SERVER = SteampipeServer.start();

  private final SteampipeServer.Service steampipe = SERVER.service();
  private final KvServer splunk = KvServer.start("sightline_aws", null);
  private final CountDownLatch reached = new CountDownLatch(1);

  @AfterAll
  static void stop() {
    SERVER.close();
  }

  @BeforeEach
  void refresh_once_and_change_everything() {
    for (Lookup lookup : LookupFolder.shipped()) {
      Map<String, String> fields = new LinkedHashMap<>();
      for (Column column : lookup.columns()) {
        fields.put(column.name(), column.type().name().toLowerCase(Locale.ROOT));
      }
      splunk.collection(lookup.name(), fields);
    }
    steampipe.connection("zero", ACCOUNT, "");
    steampipe.execute(
        "insert into zero.aws_tagging_resource select 'old', 'arn:aws:sqs:eu-west-1::q' || n,"
            + " '{}', 'eu-west-1', ? from generate_series(1, "
            + RESOURCES
            + ") n",
        ACCOUNT);
    assertEquals(0, refreshHere());
    steampipe.execute("update zero.aws_tagging_resource set name = 'new'");
    // One is gone, so that there is something to sweep.
    steampipe.execute("delete from zero.aws_tagging_resource where arn like '%:q7'");
  }

  @AfterEach
  void close() {
    splunk.close();
  }

  @Test
  void killed_while_it_reads_what_is_there() throws InterruptedException {
    killAt(1, "GET", "data/aws_resources", true);
    assertEquals(0, count("new"));
    assertMended();
  }

  @Test
  void killed_before_the_first_slice_is_saved() throws InterruptedException {
    killAt(1, "POST", "aws_resources/batch_save", true);
    assertEquals(0, count("new"));
    assertMended();
  }

  @Test
  void killed_after_a_slice_was_saved_and_before_its_answer() throws InterruptedException {
    killAt(2, "POST", "aws_resources/batch_save", false);
    assertEquals(1_000, count("new"));
    assertEquals(RESOURCES - 1_000, count("old"));
    assertMended();
  }

  @Test
  void killed_before_what_is_gone_is_marked() throws InterruptedException {
    killAt(4, "POST", "aws_resources/batch_save", true);
    assertEquals(RESOURCES - 1, count("new"));
    assertTrue(row("q7").path("present").asBoolean());
    assertMended();
  }

  @Test
  void killed_before_the_health_lookup_tells_of_it() throws InterruptedException {
    killAt(1, "POST", "aws_inventory_health/batch_save", true);
    assertMended();
  }

  private long count(String name) {
    return splunk.documents("aws_resources").values().stream()
        .filter(row -> row.path("name").asText().equals(name))
        .count();
  }

  private ObjectNode row(String queue) {
    return splunk.documents("aws_resources").values().stream()
        .filter(row -> row.path("arn").asText().endsWith(":" + queue))
        .findFirst()
        .orElseThrow();
  }

  /** Kills a refresh of the resources at its {@code number}th request of this kind. */
  private void killAt(int number, String method, String path, boolean before)
      throws InterruptedException {
    long published = health().path("last_success").asLong();
    long generation = health().path("generation").asLong();
    AtomicInteger seen = new AtomicInteger();
    splunk.judge((asked, where) -> {
      boolean there = asked.equals(method) && where.endsWith(path);
      if (!there || seen.incrementAndGet() != number) {
        return new Fate.Passes();
      }
      return before ? new Fate.Stalls(reached) : new Fate.StallsAnswer(reached);
    });
    try (ExporterProcess process = refresh()) {
      process.await("it comes to that point", () -> reached.getCount() == 0);
      process.kill();
    }
    splunk.heal();
    assertEquals(RESOURCES, splunk.documents("aws_resources").size());
    splunk
        .documents("aws_resources")
        .values()
        .forEach(row -> {
          // A row is an old one or a new one, whole.
          boolean isNew = row.path("name").asText().equals("new");
          assertTrue(!isNew || row.path("generation").asLong() > generation, row::toString);
          assertEquals(ACCOUNT, row.path("account_id").asText());
        });
    assertEquals(published, health().path("last_success").asLong());
  }

  private ObjectNode health() {
    return splunk.documents("aws_inventory_health").values().stream()
        .filter(row ->
            row.path("dataset").asText().equals("aws_resources")
                && row.path("account_id").asText().equals("*"))
        .findFirst()
        .orElseThrow();
  }

  private void assertMended() {
    long generation = health().path("generation").asLong();
    assertEquals(0, refreshHere());
    assertEquals(RESOURCES - 1, count("new"));
    assertEquals("false", row("q7").path("present").asText());
    assertTrue(health().path("generation").asLong() > generation);
  }

  private Map<String, Object> properties() {
    Map<String, Object> properties = new HashMap<>();
    properties.put("sightline.steampipe.url", steampipe.url());
    properties.put("sightline.splunk.url", splunk.endpoint().toString());
    properties.put("sightline.splunk.token", KvServer.TOKEN);
    return properties;
  }

  private ExporterProcess refresh() {
    return ExporterProcess.start(
        properties(), "-Xmx256m", List.of("inventory", "refresh", "--table", "aws_resources"));
  }

  /** The same command in this process; it answers with its exit code. */
  private int refreshHere() {
    properties().forEach((name, value) -> System.setProperty(name, value.toString()));
    try {
      return Main.commandLine().execute("inventory", "refresh", "--table", "aws_resources");
    } finally {
      properties().keySet().forEach(System::clearProperty);
    }
  }
}
