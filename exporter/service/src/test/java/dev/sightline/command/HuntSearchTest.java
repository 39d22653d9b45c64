package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A search of one's own, as a person calls it. */
class HuntSearchTest {
  @TempDir Path folder = Path.of("");

  private CommandRun search(String spl, String lines, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("events.jsonl"), lines);
    List<String> arguments =
        new ArrayList<>(List.of("hunt", file.toString(), "--json", "--search", spl));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }

  private String rows(String spl, String lines, String... more) throws IOException {
    CommandRun run = search(spl, lines, more);
    assertEquals(ExitCode.DONE, run.code(), run::toString);
    return run.json().path("rows").toString();
  }

  @Test
  void rows_have_texts_and_lists_and_fields_are_in_their_order() throws IOException {
    CommandRun run = search("* | table b a c{}", "{\"a\":1.50,\"c\":[1,\"x\"]}\n");
    assertEquals(
        "{\"fields\":[\"b\",\"a\",\"c{}\"],\"rows\":[{\"a\":\"1.50\",\"c{}\":[\"1\",\"x\"]}]}",
        run.json().toString());
  }

  @Test
  void now_is_the_newest_event_wherever_it_stands() throws IOException {
    String lines =
        """
        {"time":"2026-03-10T08:30:00Z","n":1}
        {"timestamp":1773133200123,"n":2}
        {"_time":1773129000,"n":3}
        """;
    assertEquals("[{\"n\":\"2\"}]", rows("* | where _time >= now() | table n", lines));
    assertEquals("[{\"n\":\"2\"},{\"n\":\"1\"}]", rows("earliest=-1h * | table n", lines));
  }

  @Test
  void the_event_of_a_line_from_splunk_is_its_raw_text() throws IOException {
    String line =
        "{\"_time\":\"5\",\"sourcetype\":\"s\",\"_raw\":\"{\\\"eventName\\\":\\\"A\\\"}\"}\n";
    assertEquals(
        "[{\"_time\":\"5\",\"sourcetype\":\"s\",\"_raw\":\"{\\\"eventName\\\":\\\"A\\\"}\"}]",
        rows("eventName=A | table _time sourcetype _raw", line));
  }

  @Test
  void the_time_that_was_added_to_a_line_is_no_part_of_its_text() throws IOException {
    for (String line :
        List.of(
            "{\"_time\": 5 , \"a\": 1}", "{\"a\": 1, \"_time\" : 5}", "{\"_time\":5,\"a\": 1}")) {
      assertEquals("[{\"_raw\":\"{\\\"a\\\": 1}\"}]", rows("* | table _raw", line), line);
    }
    assertEquals("[{\"_raw\":\"{}\"}]", rows("* | table _raw", "{\"_time\": 5}"));
  }

  @Test
  void an_empty_file_has_no_events() throws IOException {
    CommandRun run = search("* | stats count", "");
    assertEquals("[{\"count\":\"0\"}]", run.json().path("rows").toString());
    assertEquals(ExitCode.GAPS, run.code());
  }

  @Test
  void a_search_that_makes_its_own_rows_needs_no_path() throws IOException {
    CommandRun run =
        CommandRun.of("hunt", "--json", "--search", "| makeresults | eval x=1 | table x");
    assertEquals("[{\"x\":\"1\"}]", run.json().path("rows").toString());
  }

  @Test
  void macros_of_a_file_come_before_those_of_the_catalog() throws IOException {
    Path conf =
        Files.writeString(
            folder.resolve("macros.conf"),
            """
            # mine
            [is(2)]
            args = field, value
            definition = $field$=\\
            "$value$"

            [sightline_success]
            definition = ok=1
            """);
    String lines = "{\"user\":\"bob\",\"ok\":1}\n{\"user\":\"bob\",\"ok\":0}\n";
    assertEquals(
        "[{\"ok\":\"1\"}]",
        rows("`is(user, bob)` `sightline_success` | table ok", lines, "--macros", conf.toString()));
    assertEquals("[]", rows("`sightline_failure` | table ok", lines));
  }

  @Test
  void a_lookup_is_matched_as_its_transform_says() throws IOException {
    Files.writeString(folder.resolve("nets.csv"), "net,name\n10.0.0.0/8,inside\n");
    Files.writeString(folder.resolve("transforms.conf"), "[nets]\nmatch_type = CIDR(net)\n");
    assertEquals(
        "[{\"name\":\"inside\"}]",
        rows(
            "* | lookup nets net AS ip OUTPUT name | table name",
            "{\"ip\":\"10.1.2.3\"}",
            "--lookups",
            folder.toString()));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '~',
      value = {
        "* | eval x=nope(a); 1; 12",
        "a=\"b; 1; 3",
        "* | stats count |; 1; 18",
        "`loop`; 1; 1",
        "* | lookup people name OUTPUT salary; 1; 31",
        "* | rex field=a \"(?<x>(\"; 1; 17",
        "* | where match(a, \"^((a+)+)+\\2b$\"); 1; 11"
      })
  void what_is_wrong_is_an_error_at_its_place_and_no_hang(String spl, int line, int column)
      throws IOException {
    Files.writeString(folder.resolve("people.csv"), "name,age\nbob,7\n");
    Path macros =
        Files.writeString(folder.resolve("m.json"), "{\"loop\":{\"definition\":\"`loop` a=1\"}}");
    CommandRun run =
        search(
            spl,
            "{\"a\":\"" + "a".repeat(40) + "!\",\"name\":\"bob\"}\n",
            "--macros",
            macros.toString(),
            "--lookups",
            folder.toString());
    assertEquals(ExitCode.USAGE, run.code(), run::toString);
    JsonNode error = run.json().path("error");
    assertTrue(error.path("message").asText().length() > 10, run::toString);
    assertEquals(
        line + ":" + column, error.path("line") + ":" + error.path("column"), run::toString);
  }

  @Test
  void a_person_sees_the_line_and_a_mark_below_the_place() throws IOException {
    Path file = Files.writeString(folder.resolve("e.jsonl"), "{}");
    CommandRun run = CommandRun.of("hunt", file.toString(), "--search", "a=1\n| sorted x");
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("(line 2, column 3)\n  | sorted x\n    ^"), run::err);
  }

  @Test
  void options_that_contradict_each_other_are_refused() {
    assertEquals(ExitCode.USAGE, CommandRun.of("hunt").code());
    assertEquals(ExitCode.USAGE, CommandRun.of("hunt", "x", "--macros", "y").code());
    assertEquals(ExitCode.USAGE, CommandRun.of("hunt", "x", "--search", "a", "--only", "b").code());
    assertEquals(ExitCode.USAGE, CommandRun.of("hunt", "x", "--since", "yesterday").code());
    assertEquals(ExitCode.FAILED, CommandRun.of("hunt", "/no/such/folder").code());
  }
}
