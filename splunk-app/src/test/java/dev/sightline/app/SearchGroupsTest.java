package dev.sightline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Cron;
import dev.sightline.catalog.Item;
import dev.sightline.catalog.ItemTest;
import dev.sightline.catalog.TestRun;
import dev.sightline.spl.Results;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.syntax.Macro;
import dev.sightline.spl.value.Scalar;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Together the groups find what each of their searches finds alone, and cost less. */
class SearchGroupsTest {
  private static final double MOST_AN_HOUR = 414;
  private static final double MOST_AN_HOUR_OF_THE_STARTER_SET = 136;

  private static final Catalog CATALOG = AppTest.CATALOG;
  private static final TestRun RUN = new TestRun(CATALOG);

  @TestFactory
  List<DynamicTest> a_group_finds_what_each_of_its_searches_finds_alone() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (SearchGroup group : AppTest.groups().groups()) {
      for (Item item : group.items()) {
        tests.add(
            DynamicTest.dynamicTest(
                group.name() + " › " + item.id(),
                () -> {
                  for (ItemTest test : item.tests()) {
                    for (TestRun.View view : TestRun.View.values()) {
                      assertEquals(
                          foundAlone(group, test, view),
                          found(RUN.results(group.spl(), test, view)),
                          test.name() + ", " + view);
                    }
                  }
                }));
      }
    }
    return tests;
  }

  @Test
  void every_scheduled_search_is_in_one_group_or_alone_for_a_reason() throws IOException {
    SearchGroups groups = AppTest.groups();
    List<String> found = new ArrayList<>(groups.alone().keySet());
    groups.groups().forEach(group -> group.items().forEach(item -> found.add(item.id())));
    List<String> scheduled =
        CATALOG.items().stream().filter(item -> item.schedule().isPresent()).map(Item::id).toList();
    assertEquals(scheduled.stream().sorted().toList(), found.stream().sorted().toList());
    assertTrue(groups.groups().size() > 1 && groups.alone().size() > 1);
  }

  @Test
  void the_searches_of_a_group_run_as_often_cover_as_much_and_stay_quiet_as_long()
      throws IOException {
    SearchGroups groups = AppTest.groups();
    Set<String> names = new TreeSet<>();
    for (SearchGroup group : groups.groups()) {
      assertTrue(names.add(group.name()), group.name());
      Set<List<Object>> settings = new HashSet<>();
      for (Item item : group.items()) {
        Item.Schedule schedule = item.schedule().orElseThrow();
        settings.add(
            List.of(
                Cron.shortestGap(schedule.cron()),
                schedule.window(),
                schedule.reach(),
                schedule.throttlePeriod(),
                groups.starterSet().contains(item.id())));
      }
      assertEquals(1, settings.size(), group.name());
    }
  }

  @Test
  void a_hit_of_a_group_stays_quiet_for_what_its_own_search_says() throws IOException {
    Item stopped = CATALOG.item("cloudtrail_stopped").orElseThrow();
    SearchGroup group = AppTest.groups().of(stopped.id()).orElseThrow();
    List<Row> hits =
        RUN.results(group.spl(), stopped.tests().getFirst(), TestRun.View.PLAIN).rows().stream()
            .filter(row -> text(row, "detection_id").equals(List.of(stopped.id())))
            .toList();
    assertEquals(1, hits.size());
    assertEquals(
        List.of("111122223333 arn:aws:iam::111122223333:user/mallory organization"),
        text(hits.getFirst(), SearchGroup.THROTTLE_KEY));
    assertEquals(
        List.of("detection_id", SearchGroup.THROTTLE_KEY), group.schedule().throttleFields());
  }

  @Test
  void a_search_of_a_group_is_switched_off_by_its_filter_or_by_a_row_of_a_lookup()
      throws IOException {
    Item stopped = CATALOG.item("cloudtrail_stopped").orElseThrow();
    SearchGroup group = AppTest.groups().of(stopped.id()).orElseThrow();
    ItemTest test = stopped.tests().getFirst();
    assertFalse(ids(RUN.results(group.spl(), test, TestRun.View.PLAIN)).isEmpty());

    Map<String, List<Map<String, String>>> rows = new TreeMap<>(test.lookups());
    rows.put("sightline_left_out", List.of(Map.of("detection_id", stopped.id(), "reason", "test")));
    ItemTest leftOut =
        new ItemTest(
            test.name(),
            test.line(),
            test.now(),
            test.events(),
            rows,
            test.places(),
            test.parameters(),
            test.expected(),
            test.lookupsAfterwards(),
            test.anyRows());
    assertFalse(ids(RUN.results(group.spl(), leftOut, TestRun.View.PLAIN)).contains(stopped.id()));

    List<Macro> macros = new ArrayList<>(CATALOG.macros());
    macros.replaceAll(macro ->
        macro.name().equals("sightline_cloudtrail_stopped_filter")
            ? new Macro(macro.name(), List.of(), "where false()")
            : macro);
    TestRun filtered =
        new TestRun(
            new Catalog(
                CATALOG.folder(),
                CATALOG.items(),
                CATALOG.events(),
                macros,
                CATALOG.lookups(),
                CATALOG.techniques()));
    assertFalse(
        ids(filtered.results(group.spl(), test, TestRun.View.PLAIN)).contains(stopped.id()));
  }

  @Test
  void the_set_up_costs_at_most_414_searches_an_hour_and_its_start_136() throws IOException {
    SearchGroups groups = AppTest.groups();
    double all = Cost.anHour(Cost.crons(Cost.Way.AS_SET_UP, CATALOG, groups));
    double starter = Cost.anHour(Cost.crons(Cost.Way.STARTER_SET, CATALOG, groups));
    assertTrue(all <= MOST_AN_HOUR, "searches an hour: " + all);
    assertTrue(starter > 0 && starter <= MOST_AN_HOUR_OF_THE_STARTER_SET, "starter: " + starter);
    List<String> table = Cost.table(CATALOG, groups);
    assertTrue(table.getFirst().startsWith("runs"), table.toString());
    assertTrue(table.getLast().startsWith("searches an hour"), table.toString());
  }

  private static List<Map<String, List<String>>> foundAlone(
      SearchGroup group, ItemTest test, TestRun.View view) {
    List<Map<String, List<String>>> found = new ArrayList<>();
    for (Item item : group.items()) {
      found.addAll(found(RUN.results(item.spl(), test, view)));
    }
    return sorted(found);
  }

  /** All that a hit says, but what only a group adds. */
  private static List<Map<String, List<String>>> found(Results results) {
    List<Map<String, List<String>>> found = new ArrayList<>();
    for (Row row : results.rows()) {
      Map<String, List<String>> cells = new TreeMap<>();
      for (String name : row.names()) {
        if (!name.equals(SearchGroup.THROTTLE_KEY)) {
          cells.put(name, text(row, name));
        }
      }
      found.add(cells);
    }
    return sorted(found);
  }

  private static List<Map<String, List<String>>> sorted(List<Map<String, List<String>>> rows) {
    return rows.stream().sorted(Comparator.comparing(Map::toString)).toList();
  }

  private static Set<String> ids(Results results) {
    Set<String> ids = new TreeSet<>();
    results.rows().forEach(row -> ids.addAll(text(row, "detection_id")));
    return ids;
  }

  private static List<String> text(Row row, String name) {
    var value = row.get(name);
    return value == null ? List.of() : value.parts().stream().map(Scalar::text).toList();
  }
}
