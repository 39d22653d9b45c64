package dev.sightline.app;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;
import dev.sightline.lookups.LookupFolder;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** What the app is made of. */
class AppTest {
  static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();
  static final Catalog CATALOG = Catalog.load(PROJECT.resolve("searches/catalog"));

  static Set<String> starterSet() throws IOException {
    return new TreeSet<>(Files.readAllLines(Path.of("starter-set.txt")));
  }

  static SearchGroups groups() throws IOException {
    return SearchGroups.of(CATALOG, starterSet(), Files.readAllLines(Path.of("busy-calls.txt")));
  }

  static App app() throws IOException {
    return App.make(
        "1.2.3", Path.of("app"), Path.of("pages"), CATALOG, LookupFolder.shipped(), groups());
  }

  /** A page's query with something in the place of each token. */
  static String filled(String query) {
    return query
        .replace("$entity|s$", "\"arn:aws:iam::111122223333:user/mallory\"")
        .replace("$technique|s$", "\"T1098\"")
        .replace("$incident|s$", "\"*\"")
        .replace("$detection|s$", "\"*\"")
        .replaceAll("\\$(severity|environment|kind)\\$", "*");
  }

  @Test
  void no_rule_is_broken() throws IOException {
    assertEquals(List.of(), Inspection.report(Inspection.broken(Built.read(Archive.of(app())))));
  }

  @Test
  void it_is_the_same_bytes_each_time() throws IOException {
    assertArrayEquals(Archive.of(app()), Archive.of(app()));
  }

  @Test
  void every_search_of_the_catalog_is_there_as_it_was_written() throws IOException {
    Map<String, Map<String, String>> searches =
        Built.read(Archive.of(app())).stanzas("savedsearches");
    assertEquals(CATALOG.items().size() + groups().groups().size(), searches.size());
    for (Item item : CATALOG.items()) {
      assertEquals(
          item.spl().strip(),
          searches.getOrDefault(SavedSearches.PREFIX + item.id(), Map.of()).get("search"));
    }
  }

  @Test
  void a_schedule_of_the_catalog_covers_each_moment_of_indexing_once() throws IOException {
    Map<String, String> values =
        Built.read(Archive.of(app()))
            .stanzas("savedsearches")
            .getOrDefault("Sightline - cloudtrail_stopped", Map.of());
    assertEquals("3-58/5 * * * *", values.get("cron_schedule"));
    assertEquals("-360s@m", values.get("dispatch.index_earliest"));
    assertEquals("-60s@m", values.get("dispatch.index_latest"));
    assertEquals("-86400s", values.get("dispatch.earliest_time"));
    assertEquals("account_id,principal,resource", values.get("alert.suppress.fields"));
    assertEquals("3600s", values.get("alert.suppress.period"));
    assertEquals("4", values.get("alert.severity"));
  }

  @Test
  void the_search_that_joins_hits_reads_a_day_of_them_each_time_and_keeps_its_rows()
      throws IOException {
    Map<String, String> values =
        Built.read(Archive.of(app()))
            .stanzas("savedsearches")
            .getOrDefault("Sightline - incident", Map.of());
    assertEquals("-86460s@m", values.get("dispatch.index_earliest"));
    assertEquals("1", values.get("action.summary_index"));
    assertEquals("incident_id,hits,score,last_seen", values.get("alert.suppress.fields"));
  }

  @Test
  void the_starter_set_is_of_at_most_twelve_scheduled_searches() throws IOException {
    assertTrue(starterSet().size() <= 12);
    for (String id : starterSet()) {
      assertTrue(CATALOG.item(id).orElseThrow().schedule().isPresent(), id);
    }
  }

  @Test
  void what_people_fill_is_a_collection_that_an_upgrade_leaves_alone() throws IOException {
    Built app = Built.read(Archive.of(app()));
    assertEquals(
        "kvstore",
        app.value("transforms", "sightline_known_networks", "external_type").orElseThrow());
    assertEquals(
        "CIDR(cidr)",
        app.value("transforms", "sightline_known_networks", "match_type").orElseThrow());
    assertFalse(app.files().containsKey("lookups/sightline_known_networks.csv"));
    assertEquals("time", app.value("collections", "aws_accounts", "field.joined").orElseThrow());
    String csv =
        new String(
            app.files().get("lookups/sightline_sensitive_calls.csv"), StandardCharsets.UTF_8);
    assertTrue(csv.startsWith("event_source,event_name,class,since,"), csv.substring(0, 80));
    assertTrue(csv.contains("account.amazonaws.com,CloseAccount,"));
  }

  @Test
  void every_search_of_a_page_can_be_run() throws IOException {
    Built app = Built.read(Archive.of(app()));
    Organization nobody = Organization.empty(CATALOG, groups());
    PageChecks.definitions(app)
        .forEach((page, definition) -> {
          assertTrue(definition.path("dataSources").size() > 0, page);
          definition
              .path("dataSources")
              .properties()
              .forEach(source -> {
                String query = filled(source.getValue().at("/options/query").asText());
                assertEquals(
                    "",
                    nobody.answer(query, "-24h@h", "now").path("error").asText(""),
                    page + " " + source.getKey());
              });
        });
  }

  @Test
  void calls_are_searched_without_the_summaries_of_aggregated_events() throws IOException {
    Built app = Built.read(Archive.of(app()));
    assertEquals(
        "(`sightline_cloudtrail_records` NOT eventCategory=\"Aggregated\")",
        app.value("macros", "sightline_cloudtrail", "definition").orElseThrow());
    assertEquals(
        "(index=* sourcetype=\"aws:cloudtrail\")",
        app.value("macros", "sightline_cloudtrail_records", "definition").orElseThrow());
  }

  @Test
  void a_line_that_is_no_setting_is_named() {
    var thrown =
        assertThrows(
            IllegalArgumentException.class,
            () ->
                Conf.read(
                    "default/x.conf", "[a]\nb = 1\nnonsense\n".getBytes(StandardCharsets.UTF_8)));
    assertEquals(
        "default/x.conf line 3 is neither a stanza nor a setting: nonsense", thrown.getMessage());
  }

  @Test
  void a_value_of_several_lines_is_read_as_it_was_written() {
    byte[] bytes =
        new Conf("test").set("a b", "search", "one = 1\n  | two \"[x]\"\n# three").bytes();
    assertEquals(
        List.of(
            new Conf.Setting(3, "a b", "", ""),
            new Conf.Setting(4, "a b", "search", "one = 1\n  | two \"[x]\"\n# three")),
        Conf.read("x", bytes));
  }
}
