package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/** Each rule of the lint is broken once, by a change to an item that breaks none. */
class LintTest {
  private static final String ITEM = "defence_evasion/cloudtrail_stopped.yml";
  private static final String SOURCE = "  `sightline_cloudtrail` eventSource=";
  private static final String ENDING = "  | `sightline_cloudtrail_stopped_normalise`";

  @TempDir Path folder = Path.of("");

  /** {@code replacement} instead of {@code text} breaks {@code check}. */
  private record Break(Check check, String text, String replacement) {}

  private static final List<Break> BREAKS =
      List.of(
          new Break(Check.COMPILES, "  | `sightline_identity`", "  | tabel a"),
          new Break(Check.COMPILES, "  | `sightline_identity`", "  | `sightline_identify`"),
          new Break(
              Check.COMPILES, "  | `sightline_identity`", "  | `sightline_identity` | lookup no a"),
          new Break(Check.KNOWN_FIELDS, "'requestParameters.name'", "'requestParameters.nam'"),
          new Break(
              Check.KNOWN_FIELDS,
              "eventName=PutEventSelectors requestParameters.event",
              "eventName=PutEventSelectors requestParameters.ewent"),
          new Break(
              Check.NO_BARE_TERM_AFTER_OR,
              "eventName IN (StopLogging, DeleteTrail)",
              "eventName=StopLogging OR DeleteTrail"),
          new Break(
              Check.DOTTED_NAMES_QUOTED,
              "coalesce('requestParameters.name', ",
              "coalesce(requestParameters.name, "),
          new Break(
              Check.ERROR_CODE_IN_MACROS,
              SOURCE,
              "  `sightline_cloudtrail` errorCode=a eventSource="),
          new Break(Check.INDEX_IN_MACROS, SOURCE, "  index=main eventSource="),
          new Break(
              Check.NO_LITERAL_SECRETS,
              SOURCE,
              "  `sightline_cloudtrail` sourceIPAddress=\"192.0.2.1\" eventSource="),
          new Break(Check.SORT_HAS_LIMIT, ENDING, "  | sort awsRegion\n" + ENDING),
          new Break(
              Check.LAMBDA_NAMES_HAVE_SUFFIX,
              "eventName IN (StopLogging,",
              "eventName IN (StopLogging, UpdateFunctionCode,"),
          new Break(Check.SCHEDULE_HAS_NO_GAP, "3-58/5 * * * *", "*/2 * * * *"),
          new Break(Check.SCHEDULE_HAS_NO_GAP, "3-58/5 * * * *", "7 * * * *"),
          new Break(
              Check.SCHEDULE_HAS_NO_GAP,
              "window: 5m, reach: 24h, throttle_fields: [account_id, principal, resource],"
                  + " throttle_period: 1h",
              "window: 2h, reach: 24h, throttle_fields: [account_id], throttle_period: 1h"),
          new Break(Check.METADATA_IS_COMPLETE, "schedule: {cron", "parameters: {cron"),
          new Break(Check.METADATA_IS_COMPLETE, "attack: [T1562.008]", ""),
          new Break(Check.NAMES_ARE_UNIQUE, "id: cloudtrail_stopped", "id: cloudtrail_ended"),
          new Break(Check.TECHNIQUES_EXIST, "attack: [T1562.008]", "attack: [T1685]"),
          new Break(Check.ENDS_IN_NORMALISE_AND_FILTER, "_filter`\n", "_filter`\n  | head 10\n"),
          new Break(
              Check.THRESHOLD_HAS_A_WINDOW,
              ENDING,
              "  | eventstats dc(eventID) as calls by principal | where calls >= 5\n" + ENDING),
          new Break(
              Check.THRESHOLD_HAS_A_WINDOW,
              ENDING,
              "  | eventstats dc(eventID) as calls by principal | eval half=calls/2\n"
                  + "  | where 5 < half\n"
                  + ENDING),
          new Break(
              Check.DOTTED_NAMES_QUOTED,
              ENDING,
              "  | where isnotnull(requestParameters.name)\n" + ENDING),
          new Break(
              Check.COUNTS_DISTINCT_EVENTS,
              ENDING,
              "  | eventstats c AS calls by principal\n" + ENDING),
          new Break(
              Check.COUNTS_DISTINCT_EVENTS,
              ENDING,
              "  | eventstats count as calls by principal\n" + ENDING),
          new Break(
              Check.TSTATS_READS_INDEXED_FIELDS,
              SOURCE,
              "  | tstats dc(sightline_id) as a where eventName=StopLogging by host\n"
                  + "  | search eventSource="),
          new Break(
              Check.EVENT_NAMES_ARE_KNOWN,
              "event_names: [StopLogging,",
              "event_names: [StopLoging, StopLogging,"),
          new Break(
              Check.EVENT_NAMES_ARE_KNOWN,
              "eventName IN (StopLogging,",
              "eventName IN (StopLoging,"),
          new Break(
              Check.EVENT_NAMES_ARE_KNOWN,
              "eventSource: cloudtrail.amazonaws.com",
              "eventSource: guardduty.amazonaws.com"),
          new Break(Check.HAS_FIRING_TEST_AND_NEAR_MISS, "expect: none", "expect: [{a: b}]"),
          new Break(
              Check.HAS_THREE_TESTS,
              "tests:\n",
              """
              tests:
                - {name: one, events: [{base: stop}], expect: [{count: 1}]}
                - {name: two, events: [{base: user_call}], expect: none}
              athena: |
              """),
          new Break(
              Check.EVENT_NAMES_ARE_TESTED,
              "event_names: [StopLogging,",
              "event_names: [UpdateTrail, StopLogging,"));

  @Test
  void the_item_that_is_broken_here_breaks_no_rule_by_itself() throws IOException {
    assertEquals(Set.of(), checks(read(), "untouched"));
  }

  @Test
  void every_rule_has_an_example_that_breaks_it_and_a_sentence() {
    Set<Check> shown = EnumSet.noneOf(Check.class);
    BREAKS.forEach(example -> shown.add(example.check()));
    assertEquals(EnumSet.allOf(Check.class), shown);
    assertTrue(Stream.of(Check.values()).allMatch(check -> check.sentence().endsWith(".")));
  }

  @TestFactory
  Stream<DynamicTest> a_broken_rule_is_found() {
    return Stream.iterate(0, i -> i < BREAKS.size(), i -> i + 1)
        .map(i -> {
          Break example = BREAKS.get(i);
          return dynamicTest(
              example.check() + ": " + example.replacement().strip(),
              () -> {
                String item = read();
                assertTrue(item.contains(example.text()), example.text());
                String broken = item.replace(example.text(), example.replacement());
                Set<Check> found = checks(broken, "broken" + i);
                assertTrue(found.contains(example.check()), () -> "found " + found);
              });
        });
  }

  @Test
  void what_only_looks_like_a_broken_rule_is_none() throws IOException {
    String item =
        read()
            .replace(
                ENDING,
                "  | eventstats values(eventID) as count, min(_time) as first by principal\n"
                    + "  | eval address=sourceIPAddress . principal, limit=1.5\n"
                    + "  | where first < 1700000000 AND mvcount(count) > 0\n"
                    + ENDING);
    assertEquals(Set.of(), checks(item, "innocent"));
  }

  @Test
  void two_items_with_one_uuid_and_title_are_found() throws IOException {
    Path copy = catalog("twice", read());
    Files.writeString(
        copy.resolve("defence_evasion/other.yml"), read().replace("cloudtrail_stopped", "other"));
    List<Lint.Finding> found = Lint.mistakes(Catalog.load(copy));
    assertEquals(
        2, found.stream().filter(finding -> finding.check() == Check.NAMES_ARE_UNIQUE).count());
  }

  @Test
  void a_copied_item_is_blamed_on_the_copy_wherever_its_name_stands_in_the_alphabet()
      throws IOException {
    Path copy = catalog("copied", read());
    Files.writeString(copy.resolve("defence_evasion/a_copy.yml"), read());
    Path renamed = copy.resolve("defence_evasion/another.yml");
    Files.writeString(renamed, read().replace("cloudtrail_stopped", "another"));
    Files.setLastModifiedTime(copy.resolve(ITEM), FileTime.fromMillis(0));
    for (Lint.Finding finding : Lint.mistakes(Catalog.load(copy))) {
      assertFalse(finding.mistake().file().equals(copy.resolve(ITEM)), finding::toString);
    }
  }

  private static String read() throws IOException {
    return Files.readString(Path.of("catalog", ITEM));
  }

  private Set<Check> checks(String item, String name) throws IOException {
    Set<Check> found = EnumSet.noneOf(Check.class);
    Lint.mistakes(Catalog.load(catalog(name, item))).forEach(finding -> found.add(finding.check()));
    return found;
  }

  /** A catalog of one item, with the macros, lookups, techniques and events that ship. */
  private Path catalog(String name, String item) throws IOException {
    Path copy = folder.resolve(name);
    Files.createDirectories(copy.resolve("events"));
    Files.createDirectories(copy.resolve("defence_evasion"));
    for (String file : List.of("macros.yml", "attack.yml", "events/callers.yml")) {
      Files.copy(Path.of("catalog", file), copy.resolve(file));
    }
    Files.writeString(copy.resolve(ITEM), item);
    return copy;
  }
}
