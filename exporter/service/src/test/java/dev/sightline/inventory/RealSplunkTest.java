package dev.sightline.inventory;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sightline.configuration.Settings;
import dev.sightline.inventory.store.KvStore;
import dev.sightline.lookups.Lookup;
import dev.sightline.splunk.SplunkConfiguration;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * The collections of a real Splunk that has the app: runs where SPLUNK_URL (its management port)
 * and SPLUNK_TOKEN are set, and cleans up behind itself. SPLUNK_CERTIFICATE_AUTHORITY names a PEM
 * file.
 */
class RealSplunkTest {
  private static final String ACCOUNT = "000000000000";
  private static final int ROWS = 1_250;

  private final Layout layout =
      new Layout(
          Setting.LOOKUPS.stream()
              .filter(lookup -> lookup.name().equals("aws_resources"))
              .findFirst()
              .orElseThrow());
  private final Map<String, String> settings = new HashMap<>();

  @BeforeEach
  void only_where_there_is_one() {
    String url = System.getenv("SPLUNK_URL");
    String token = System.getenv("SPLUNK_TOKEN");
    assumeTrue(
        url != null && token != null, "SPLUNK_URL and SPLUNK_TOKEN are not set: no Splunk to try.");
    settings.put("sightline.splunk.url", String.valueOf(url));
    settings.put("sightline.splunk.token", String.valueOf(token));
    String authority = System.getenv("SPLUNK_CERTIFICATE_AUTHORITY");
    if (authority != null) {
      settings.put("sightline.splunk.certificate-authority", authority);
    }
  }

  private KvStore store() throws StoreException {
    Settings read = new Settings(name -> Optional.ofNullable(settings.get(name)));
    SplunkConfiguration configuration = SplunkConfiguration.read(read).orElseThrow();
    read.check();
    return new KvStore(configuration, "0.1.0");
  }

  private List<Row> rows(long generation) {
    List<Row> rows = new ArrayList<>();
    for (int i = 0; i < ROWS; i++) {
      rows.add(
          layout.row(
              Map.of(
                  "arn",
                  "arn:aws:test:::" + i,
                  "account_id",
                  ACCOUNT,
                  "name",
                  "ü \"" + i,
                  "present",
                  "true",
                  "stale",
                  "false",
                  "answered_by",
                  ACCOUNT,
                  "last_seen",
                  "1768478400",
                  "generation",
                  String.valueOf(generation))));
    }
    return rows;
  }

  private long count() throws StoreException {
    long[] found = new long[1];
    try (LookupStore.Session session = store().open(layout)) {
      session.read(row -> {
        if (layout.cell(row, "account_id").equals(ACCOUNT)) {
          found[0]++;
          assertTrue(layout.cell(row, "name").startsWith("ü \""));
          assertEquals("true", layout.cell(row, "present"));
        }
      });
    }
    return found[0];
  }

  @Test
  void rows_are_written_read_page_by_page_replaced_and_removed() throws IOException {
    try (LookupStore.Session session = store().open(layout)) {
      List<Row> rows = rows(1);
      for (int from = 0; from < ROWS; from += LookupStore.SLICE) {
        session.upsert(rows.subList(from, Math.min(ROWS, from + LookupStore.SLICE)));
      }
      session.upsert(rows(2).subList(0, 250));
      session.commit();
    }
    assertEquals(ROWS, count());
    try (LookupStore.Session session = store().open(layout)) {
      session.sweep(2, this::removed);
    }
    assertEquals(250, count());
    try (LookupStore.Session session = store().open(layout)) {
      session.sweep(3, this::removed);
    }
    assertEquals(0, count());
  }

  private LookupStore.Fate removed(Row row) {
    return layout.cell(row, "account_id").equals(ACCOUNT)
        ? new LookupStore.Fate.Remove()
        : new LookupStore.Fate.Keep();
  }

  @Test
  void every_lookup_of_the_inventory_has_its_collection() throws StoreException {
    for (Lookup lookup : Setting.LOOKUPS) {
      if (lookup.kind() != Lookup.Kind.STATIC) {
        store().open(new Layout(lookup)).close();
      }
    }
  }
}
