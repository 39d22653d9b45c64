package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Element;

/** Tests of one's own searches, by the command line. */
class TestCommandTest {
  private static final String EXAMPLE = "../../docs/example-searches";

  @TempDir Path folder = Path.of("");

  private void file(String name, String text) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void aTestThatExpects(String expected) throws IOException {
    file("stop.spl", "eventName=StopLogging | table eventName");
    file(
        "stop.test.yml",
        "tests:\n  - name: stopped\n    events:\n      - with: {eventName: StopLogging,"
            + " eventSource: s}\n    expect: "
            + expected
            + "\n");
  }

  @Test
  void the_example_passes() throws IOException {
    CommandRun run = CommandRun.of("test", EXAMPLE, "--json");
    assertEquals(ExitCode.DONE, run.code(), run::toString);
    assertEquals(5, run.json().path("passed").asInt());
  }

  @Test
  void a_test_that_fails_is_told_with_its_place_and_in_the_xml() throws Exception {
    aTestThatExpects("none");
    Path xml = folder.resolve("build/results.xml");
    CommandRun run = CommandRun.of("test", folder.toString(), "--junit", xml.toString());
    assertEquals(ExitCode.FAILED, run.code(), run::toString);
    assertTrue(run.out().contains("stop.test.yml:2"), run::toString);
    Element suites =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(xml.toFile())
            .getDocumentElement();
    assertEquals("1", suites.getAttribute("failures"));
    Element test = (Element) suites.getElementsByTagName("testcase").item(0);
    assertEquals("stopped", test.getAttribute("name"));
    assertEquals(1, test.getElementsByTagName("failure").getLength());
  }

  @Test
  void a_folder_without_tests_is_no_success() throws IOException {
    file("stop.spl", "*");
    assertEquals(ExitCode.GAPS, CommandRun.of("test", folder.toString()).code());
  }

  @Test
  void a_mistake_in_a_file_is_told() throws IOException {
    file("stop.spl", "*");
    file("stop.test.yml", "tests:\n  - nam: x\n");
    CommandRun run = CommandRun.of("test", folder.toString());
    assertEquals(ExitCode.USAGE, run.code(), run::toString);
    assertTrue(run.err().contains("stop.test.yml:2"), run::toString);
  }

  @Test
  void a_search_that_is_refused_fails_its_test() throws IOException {
    aTestThatExpects("some");
    file("stop.spl", "* | predict x");
    CommandRun run = CommandRun.of("test", folder.toString());
    assertEquals(ExitCode.FAILED, run.code(), run::toString);
    assertTrue(run.out().contains("refused at 'predict'"), run::toString);
  }

  @Test
  void a_watch_sees_what_changes_and_not_what_the_command_writes()
      throws IOException, InterruptedException, ExecutionException, TimeoutException {
    aTestThatExpects("some");
    try (FolderWatch watch = FolderWatch.of(folder, Set.of(Path.of("out.xml")))) {
      CompletableFuture<Boolean> changed =
          CompletableFuture.supplyAsync(() -> {
            try {
              return watch.await();
            } catch (IOException | InterruptedException e) {
              throw new IllegalStateException(e);
            }
          });
      file("out.xml", "<x/>");
      file("stop.spl", "eventName=StopLogging | table eventName, user");
      assertTrue(changed.get(60, TimeUnit.SECONDS));
    }
  }

  @Test
  void hunt_runs_an_app_and_says_what_each_search_did() throws IOException {
    file(
        "default/savedsearches.conf",
        """
        [Fires]
        search = index=any eventName=StopLogging | stats count by user
        [Quiet]
        search = eventName=StopLogging | where count > 5
        [Refused]
        search = * \\
        | predict count
        """);
    file(
        "events.json",
        "{\"eventID\":\"e1\",\"eventTime\":\"2026-03-10T10:00:00Z\",\"eventName\":\"StopLogging\",\"eventSource\":\"cloudtrail.amazonaws.com\",\"userIdentity\":{\"userName\":\"ana\"}}\n");
    CommandRun run =
        CommandRun.of(
            "hunt",
            folder.resolve("events.json").toString(),
            "--searches",
            folder.toString(),
            "--expect",
            "e1",
            "--json");
    assertEquals(ExitCode.GAPS, run.code(), run::toString);
    JsonNode searches = run.json().path("searches");
    assertEquals("fires", searches.path(0).path("outcome").asText());
    assertEquals("e1 StopLogging", searches.path(0).path("events").path(0).asText());
    assertEquals("quiet", searches.path(1).path("outcome").asText());
    assertEquals(2, searches.path(1).path("trace").path("dropped").path(0).path("by").asInt());
    assertEquals("predict", searches.path(2).path("refusal").path("command").asText());
    assertEquals(2, searches.path(2).path("refusal").path("line").asInt());
  }

  @Test
  void catalog_says_which_searches_of_others_are_refused() throws IOException {
    file("a.spl", "* | stats count");
    file("b.spl", "* | predict count");
    CommandRun all = CommandRun.of("catalog", "--searches", folder.toString());
    assertEquals(ExitCode.FAILED, all.code(), all::toString);
    assertTrue(all.out().contains("1 were refused"), all::toString);
    CommandRun one = CommandRun.of("catalog", "--searches", folder.toString(), "--only", "a.spl");
    assertEquals(ExitCode.DONE, one.code(), one::toString);
  }
}
