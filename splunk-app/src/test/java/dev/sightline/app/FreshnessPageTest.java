package dev.sightline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the page Freshness says about each account and region. */
class FreshnessPageTest {
  @TempDir Path nothingElse = Path.of("");

  private static String query() throws IOException {
    JsonNode page =
        new ObjectMapper().readTree(Files.readString(Path.of("pages/sightline_freshness.json")));
    return page.at("/dataSources/whole/options/query").asText();
  }

  /** The rows, each as the cells of these columns. */
  private static List<List<String>> rows(Organization organization, String... columns)
      throws IOException {
    ObjectNode answer = organization.answer(query(), "-24h@h", "now");
    assertEquals("", answer.path("error").asText(""));
    List<String> fields = new ArrayList<>();
    answer.get("fields").forEach(field -> fields.add(field.asText()));
    List<List<String>> rows = new ArrayList<>();
    for (JsonNode row : answer.get("rows")) {
      List<String> cells = new ArrayList<>();
      for (String column : columns) {
        assertTrue(fields.contains(column), () -> column + " is not one of " + fields);
        cells.add(row.get(fields.indexOf(column)).asText());
      }
      rows.add(cells);
    }
    return rows;
  }

  private Organization organization() throws IOException {
    return Organization.load(nothingElse, AppTest.CATALOG, AppTest.groups());
  }

  @Test
  void each_account_and_region_has_a_row_that_says_up_to_when_it_is_whole_worst_first()
      throws IOException {
    assertEquals(
        List.of(
            List.of("gaps", "2026-03-10 21:00", "cloudtrail", "222233334444"),
            List.of("stopped", "2026-03-10 17:00", "cloudtrail", "444455556666"),
            List.of("stalled", "2026-03-10 15:00", "cloudtrail", "777788889999"),
            List.of("waiting", "never", "cloudtrail", "012345678910"),
            List.of("whole", "2026-03-10 22:00", "cloudtrail", "111122223333"),
            List.of("whole", "2026-03-10 22:00", "guardduty", "111122223333")),
        rows(organization(), "State", "Whole up to", "Source", "Account"));
  }

  @Test
  void a_row_names_the_account_its_owner_and_what_is_wrong() throws IOException {
    List<List<String>> rows =
        rows(organization(), "Name", "Region", "Missing", "Twice", "Invalid", "Problem");
    assertEquals(
        List.of(
            "shared-services (platform team)",
            "eu-central-1",
            "3",
            "0",
            "0",
            "2026-03-10T21:00:00Z"
                + " s3://trail/AWSLogs/222233334444/CloudTrail/eu-central-1/2026/03/10/a.json.gz:"
                + " records 1, 3-4 are not in Splunk"),
        rows.getFirst());
    assertEquals(
        List.of("payments-prod (payments team)", "eu-central-1", "0", "2", "0", ""), rows.get(4));
  }

  @Test
  void where_nobody_tells_anything_one_row_says_what_to_set() throws IOException {
    List<List<String>> rows =
        rows(Organization.empty(AppTest.CATALOG, AppTest.groups()), "State", "Problem");
    assertEquals(1, rows.size(), rows.toString());
    assertEquals("unknown", rows.getFirst().getFirst());
    assertTrue(rows.getFirst().getLast().contains("SIGHTLINE_COMPLETENESS_PREFIX"));
    assertTrue(rows.getFirst().getLast().contains("sightline verify --publish"));
  }
}
