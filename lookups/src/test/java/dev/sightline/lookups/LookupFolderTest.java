package dev.sightline.lookups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.yaml.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LookupFolderTest {
  private static final String TABLE =
      """
      description: A thing.
      kind: inventory
      every: 1h
      keep: 30d
      key: [id]
      columns:
        id: {type: string, meaning: Its id.}
        state: {type: string, meaning: How it is.}
      """;
  private static final String SQL =
      "select id, {state|status|null} as state, tags\nfrom {schema}.aws_thing\n";

  @TempDir Path folder = Path.of("");

  private static Map<String, Lookup> shipped() {
    return LookupFolder.shipped().stream()
        .collect(Collectors.toMap(Lookup::name, lookup -> lookup));
  }

  private Path thing(String table, String sql) throws IOException {
    Path thing = Files.createDirectories(folder.resolve("things"));
    Files.writeString(thing.resolve("table.yml"), table);
    Files.writeString(thing.resolve("aws_thing.sql"), sql);
    return thing;
  }

  private List<String> mistakes() {
    List<Mistake> found =
        assertThrows(LookupException.class, () -> LookupFolder.load(folder)).mistakes();
    List<String> texts = new ArrayList<>();
    found.forEach(mistake ->
        texts.add(mistake.file().getFileName() + " " + mistake.line() + " " + mistake.sentence()));
    return texts;
  }

  private void assertTold(String... expected) {
    List<String> texts = mistakes();
    for (String start : expected) {
      assertTrue(
          texts.stream().anyMatch(text -> text.startsWith(start)),
          () -> start + " is not in\n" + String.join("\n", texts));
    }
    assertEquals(expected.length, texts.size(), () -> String.join("\n", texts));
  }

  @Test
  void the_eight_lookups_of_the_inventory_ship() {
    Set<String> names = new TreeSet<>();
    shipped().values().stream()
        .filter(lookup -> lookup.kind() == Lookup.Kind.INVENTORY)
        .forEach(lookup -> names.add(lookup.name()));
    names.add("aws_inventory_health");
    assertEquals(
        Set.of(
            "aws_accounts",
            "aws_ip_addresses",
            "aws_ip_ranges",
            "aws_ec2_instances",
            "aws_iam_principals",
            "aws_access_keys",
            "aws_resources",
            "aws_inventory_health"),
        names);
    assertTrue(shipped().containsKey("aws_inventory_health"));
  }

  @Test
  void no_shipped_query_selects_what_may_be_secret() {
    for (Lookup lookup : shipped().values()) {
      for (Query query : lookup.refresh().map(Lookup.Refresh::queries).orElse(List.of())) {
        assertFalse(query.text().contains("user_data"), query::table);
        assertFalse(query.text().contains("environment_variables"), query::table);
        assertFalse(query.text().contains("*"), query::table);
      }
    }
  }

  @Test
  void every_technique_of_a_sensitive_call_has_the_form_of_one() {
    Lookup calls = Objects.requireNonNull(shipped().get("sightline_sensitive_calls"));
    assertTrue(calls.rows().size() > 1_000);
    for (Map<String, String> row : calls.rows()) {
      String form = "none".equals(row.get("class")) ? "" : "T\\d{4}(\\.\\d{3})?";
      assertTrue(row.getOrDefault("technique", "").matches(form), row::toString);
    }
  }

  @Test
  void a_sensitive_call_is_of_a_class_that_the_description_of_the_column_names() {
    Lookup calls = Objects.requireNonNull(shipped().get("sightline_sensitive_calls"));
    String classes =
        calls.columns().stream()
            .filter(column -> column.name().equals("class"))
            .findFirst()
            .orElseThrow()
            .meaning();
    for (Map<String, String> row : calls.rows()) {
      assertTrue(classes.contains(row.getOrDefault("class", "?")), row::toString);
      assertTrue(List.of("yes", "no").contains(row.getOrDefault("everyday", "")), row::toString);
    }
  }

  @Test
  void an_inventory_lookup_gets_the_bookkeeping_columns_last() throws IOException {
    thing(TABLE, SQL);
    Lookup lookup = LookupFolder.load(folder).getFirst();
    assertEquals(
        List.of(
            "id",
            "state",
            "first_seen",
            "last_seen",
            "present",
            "stale",
            "answered_by",
            "generation"),
        lookup.columnNames());
    assertEquals(Duration.ofDays(30), lookup.refresh().orElseThrow().keep());
    assertTrue(lookup.caseSensitive());
    assertEquals(1, lookup.mostMatches());
  }

  @Test
  void a_query_names_the_schema_in_quotes_and_the_column_that_is_there() {
    Query query = new Query("aws_thing", SQL);
    assertTrue(query.needsColumns());
    assertEquals(
        "select id, status as state, tags\nfrom \"a\"\"b\".aws_thing\n",
        query.statement("a\"b", Set.of("id", "status")));
    assertEquals(
        "select id, null as state, tags\nfrom \"x\".aws_thing\n",
        query.statement("x", Set.of("id")));
  }

  @Test
  void a_query_whose_columns_are_all_gone_says_which() {
    Query query = new Query("aws_thing", "select {state|status} from {schema}.aws_thing");
    String message =
        assertThrows(IllegalArgumentException.class, () -> query.statement("x", Set.of()))
            .getMessage();
    assertTrue(String.valueOf(message).contains("none of the columns state, status"), message);
  }

  @Test
  void every_mistake_of_a_table_is_told_at_once_with_its_file_and_line() throws IOException {
    Path thing =
        thing(
            """
            descripton: A thing.
            kind: inventry
            every: often
            keep: 30d
            key: [it]
            match: {adress: cidr, id: fuzzy}
            case: upper
            matches: many
            columns:
              id: {type: text, meaning: Its id.}
              first seen: {type: time}
            """,
            """
            -- select * in a comment is none
            select *, user_data as secret
            from aws_thing;
            """);
    Files.writeString(thing.resolve("note.txt"), "not read");
    assertTold(
        "table.yml 1 'description' is missing",
        "table.yml 1 'descripton' is not a key here; the nearest known is 'description'",
        "table.yml 2 'kind' is one of inventory, static, state, not 'inventry'",
        "table.yml 3 'every' is a length of time",
        "table.yml 5 'it' is not among the columns; the nearest known is 'id'",
        "table.yml 6 'adress' is not among the columns; the nearest known is 'id'",
        "table.yml 6 'id' is one of exact, wildcard, cidr, not 'fuzzy'",
        "table.yml 7 'case' is one of sensitive, insensitive, not 'upper'",
        "table.yml 8 'matches' needs a whole number",
        "table.yml 10 'type' is one of string, number, bool, time, not 'text'",
        "table.yml 11 'first seen' names no column",
        "table.yml 11 'meaning' is missing",
        "aws_thing.sql 2 Name the columns",
        "aws_thing.sql 2 This column may hold secrets",
        "aws_thing.sql 2 'secret' is no column of table.yml",
        "aws_thing.sql 3 A file is one statement",
        "aws_thing.sql 1 The query does not read {schema}.aws_thing");
  }

  @Test
  void an_inventory_lookup_without_a_query_is_a_mistake() throws IOException {
    Files.delete(thing(TABLE, SQL).resolve("aws_thing.sql"));
    assertTold("things 1 An inventory lookup needs a query");
  }

  @Test
  void a_column_that_the_exporter_adds_may_not_be_declared() throws IOException {
    thing(TABLE + "  stale: {type: bool, meaning: Old.}\n", SQL);
    assertTold("table.yml 7 'stale' is added to every inventory lookup");
  }

  @Test
  void only_an_inventory_lookup_has_queries() throws IOException {
    thing(TABLE.replace("inventory", "state").replaceAll("every.*\nkeep.*\n", ""), SQL);
    assertTold("table.yml 2 Only an inventory lookup is asked of Steampipe");
  }

  @Test
  void the_rows_of_a_static_lookup_are_checked_line_by_line() throws IOException {
    Path list = Files.createDirectories(folder.resolve("list"));
    Files.writeString(
        list.resolve("table.yml"),
        """
        description: A list.
        kind: static
        key: [id]
        columns:
          id: {type: string, meaning: Its id.}
          why: {type: string, meaning: Why.}
        """);
    Files.writeString(list.resolve("rows.csv"), "id,why\na,\"one, two\"\nb\n,empty\na,again\n");
    assertTold(
        "rows.csv 3 The row has 1 cells",
        "rows.csv 4 A cell of the key [id] is empty",
        "rows.csv 5 Its key [a] is also that of row 2");
    Files.writeString(list.resolve("rows.csv"), "id,because\n");
    assertTold("rows.csv 1 The heading is not that of table.yml: write id,why.");
    Files.delete(list.resolve("rows.csv"));
    assertTold("rows.csv 1 The file cannot be read");
    Files.writeString(list.resolve("rows.csv"), "id,why\na,\"one, two\"\n");
    assertEquals(
        List.of(Map.of("id", "a", "why", "one, two")), LookupFolder.load(folder).getFirst().rows());
  }

  @Test
  void the_name_of_a_folder_is_the_name_of_a_lookup() throws IOException {
    Files.move(thing(TABLE, SQL), folder.resolve("My Things"));
    assertTold("My Things 1 'My Things' names no lookup");
  }
}
