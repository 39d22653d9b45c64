package dev.sightline.app;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What the data models of the Common Information Model see of our sourcetypes. The app's {@code
 * props.conf} is read as Splunk reads it (extractions, then aliases in the order of their names,
 * then calculated fields, then lookups) and run by the evaluator.
 */
class CimTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final JsonNode MODELS = models();

  @Test
  void a_sign_in_is_an_authentication() throws IOException {
    for (String outcome : List.of("Success", "Failure")) {
      ObjectNode record = call("signin.amazonaws.com", "ConsoleLogin");
      record.putObject("responseElements").put("ConsoleLogin", outcome);
      Row row = seen("aws:cloudtrail", "aws_cloudtrail", record.toString(), false);
      holds("Authentication", row);
      assertEquals(outcome.equals("Success") ? "success" : "failure", text(row, "action"));
      assertEquals("mallory", text(row, "user"));
      assertTrue(!text(row, "tag").contains("change"));
    }
  }

  @Test
  void a_call_that_writes_is_a_change_and_one_upon_a_user_a_change_of_an_account()
      throws IOException {
    ObjectNode record = call("iam.amazonaws.com", "CreateUser");
    record.putObject("requestParameters").put("userName", "eve");
    Row row = seen("aws:cloudtrail", "aws_cloudtrail", record.toString(), false);
    holds("Change", row);
    holds("Account_Management", row);
    assertEquals("created", text(row, "action"));
    assertEquals("user", text(row, "object_category"));
    assertEquals("eve", text(row, "user"));
    assertEquals("mallory", text(row, "src_user"));
    ObjectNode refused = call("ec2.amazonaws.com", "TerminateInstances").put("errorCode", "Denied");
    Row other = seen("aws:cloudtrail", "aws_cloudtrail", refused.toString(), false);
    holds("Change", other);
    assertEquals("deleted", text(other, "action"));
    assertEquals("failure", text(other, "status"));
    assertEquals("Denied", text(other, "result"));
    assertTrue(!text(other, "tag").contains("account"));
  }

  @Test
  void a_call_that_only_reads_is_in_no_model() throws IOException {
    ObjectNode record = call("iam.amazonaws.com", "GetUser").put("readOnly", true);
    assertEquals(
        "", text(seen("aws:cloudtrail", "aws_cloudtrail", record.toString(), false), "tag"));
  }

  @Test
  void a_finding_is_an_alert_also_where_it_is_critical() throws IOException {
    for (boolean addOn : List.of(false, true)) {
      for (Map.Entry<String, String> band :
          Map.of("9.5", "critical", "8", "high", "4", "medium", "2", "low").entrySet()) {
        ObjectNode finding = base("finding");
        // As AWS documents it: every finding has both.
        finding.put("title", "A port was probed.").put("description", "A port was probed.");
        finding
            .put("severity", Double.parseDouble(band.getKey()))
            .put("type", "Recon:EC2/Portscan");
        Row row = seen("aws:cloudwatch:guardduty", "aws_guardduty", finding.toString(), addOn);
        holds("Alerts", row);
        assertEquals(band.getValue(), text(row, "severity"));
      }
    }
  }

  @Test
  void a_flow_is_traffic_in_the_standard_format_and_in_any_other() throws IOException {
    String standard =
        "2 111122223333 eni-0a1 198.51.100.7 192.0.2.9 40000 22 6 5 400 1767225600 1767225660 %s"
            + " OK";
    Row accepted =
        seen("aws:cloudwatchlogs:vpcflow", "aws_vpcflow", standard.formatted("ACCEPT"), false);
    holds("Network_Traffic", accepted);
    assertEquals("allowed", text(accepted, "action"));
    assertEquals("400", text(accepted, "bytes"));
    Row rejected =
        seen("aws:cloudwatchlogs:vpcflow", "aws_vpcflow", standard.formatted("REJECT"), false);
    assertEquals("blocked", text(rejected, "action"));
    Row own =
        seen(
            "sightline:vpcflow",
            "aws_vpcflow:action,dstaddr,dstport,interface-id,protocol,srcaddr,srcport",
            "REJECT 192.0.2.9 53 eni-0a1 17 198.51.100.7 40000",
            false);
    holds("Network_Traffic", own);
    assertEquals(
        "blocked udp 53",
        text(own, "action") + " " + text(own, "transport") + " " + text(own, "dest_port"));
    Row gateway =
        seen(
            "sightline:tgwflow",
            "aws_vpcflow:tgw-id,srcaddr,dstaddr,srcport,dstport,protocol",
            "tgw-1 198.51.100.7 192.0.2.9 40000 443 6",
            false);
    holds("Network_Traffic", gateway);
    assertEquals("flow", text(gateway, "action"));
  }

  @Test
  void a_flow_record_without_traffic_is_in_no_model() throws IOException {
    Row row =
        seen(
            "aws:cloudwatchlogs:vpcflow",
            "aws_vpcflow",
            "2 111122223333 eni-0a1 - - - - - - - 1767225600 1767225660 - NODATA",
            false);
    assertEquals("", text(row, "tag"));
  }

  @Test
  void what_the_add_on_says_stays_as_it_said_it() throws IOException {
    ObjectNode record = call("iam.amazonaws.com", "CreateUser");
    record.putObject("requestParameters").put("userName", "eve");
    Event event = event("aws:cloudtrail", "aws_cloudtrail", record.toString(), true);
    Row row = seen("aws:cloudtrail", "aws_cloudtrail", record.toString(), true);
    holds("Change", row);
    Row before = new Row(event);
    for (String name : before.names()) {
      assertEquals(text(before, name), text(row, name), name);
    }
  }

  @Test
  void no_key_of_ours_names_a_field_of_the_model_for_a_sourcetype_of_the_add_on()
      throws IOException {
    for (Conf.Setting setting : built().conf("props")) {
      if (setting.stanza().startsWith("aws:") && !setting.key().isEmpty()) {
        assertTrue(
            setting.key().matches("(EXTRACT|FIELDALIAS|EVAL|LOOKUP)-sightline.*"), setting.key());
        if (setting.key().startsWith("FIELDALIAS")) {
          assertTrue(!setting.value().matches(".*\\bAS\\b.*"), setting.value());
        }
      }
    }
  }

  @Test
  void hits_are_not_in_the_model_of_alerts_which_is_not_for_splunks_own() throws IOException {
    assertTrue(!built().stanzas("tags").containsKey("eventtype=sightline_hit"));
  }

  private static void holds(String dataset, Row row) {
    JsonNode model = MODELS.path("datasets").path(dataset);
    Set<String> tags = new TreeSet<>(List.of(text(row, "tag").split(" ", -1)));
    model
        .path("tags")
        .forEach(tag -> assertTrue(tags.contains(tag.asText()), dataset + " " + tags));
    model
        .path("required")
        .forEach(field ->
            assertTrue(
                !text(row, field.asText()).isEmpty(),
                dataset + ": " + field.asText() + " is missing"));
    model
        .path("values")
        .properties()
        .forEach(field -> {
          List<String> allowed = new ArrayList<>();
          field.getValue().forEach(value -> allowed.add(value.asText()));
          assertTrue(
              allowed.contains(text(row, field.getKey())),
              field.getKey() + " is " + text(row, field.getKey()));
        });
  }

  private static ObjectNode call(String source, String name) {
    ObjectNode record = base("user_call");
    return record.put("eventSource", source).put("eventName", name);
  }

  /** The event with its fields as the app gives them, and {@code tag}. */
  private static Row seen(String sourcetype, String source, String raw, boolean addOn)
      throws IOException {
    Event event = event(sourcetype, source, raw, addOn);
    Row row = rows("*" + pipeline(sourcetype), event).getFirst();
    Set<String> tags = new TreeSet<>();
    built()
        .stanzas("eventtypes")
        .forEach((name, values) -> {
          String search = values.getOrDefault("search", "");
          if (!search.startsWith("`") && !rows(search, event).isEmpty()) {
            tags.addAll(tags(name));
          }
        });
    row.put("tag", Value.of(String.join(" ", tags)));
    return row;
  }

  private static Set<String> tags(String eventtype) {
    try {
      return built().stanzas("tags").getOrDefault("eventtype=" + eventtype, Map.of()).keySet();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String pipeline(String sourcetype) throws IOException {
    Map<String, String> props =
        new TreeMap<>(built().stanzas("props").getOrDefault(sourcetype, Map.of()));
    StringBuilder spl = new StringBuilder();
    props.forEach((key, value) -> {
      if (key.startsWith("EXTRACT-")) {
        spl.append(" | rex field=_raw \"").append(value).append('"');
      }
    });
    props.forEach((key, value) -> {
      if (key.startsWith("FIELDALIAS-")) {
        String[] words = value.split(" ", -1);
        for (int i = 0; i + 2 < words.length; i += 3) {
          assertEquals("ASNEW", words[i + 1], key);
          spl.append(" | eval ")
              .append(words[i + 2])
              .append("=coalesce('")
              .append(words[i + 2])
              .append("', '")
              .append(words[i])
              .append("')");
        }
      }
    });
    props.forEach((key, value) -> {
      if (key.startsWith("EVAL-")) {
        spl.append(" | eval ").append(key.substring(5)).append('=').append(value);
      }
    });
    props.forEach((key, value) -> {
      if (key.startsWith("LOOKUP-")) {
        spl.append(" | lookup ").append(value);
      }
    });
    return spl.toString();
  }

  private static List<Row> rows(String spl, Event event) {
    var table = CimLookup.of(AppTest.CATALOG.folder());
    LookupDefinition definition =
        new LookupDefinition(
            table.name(),
            table.columnNames(),
            Map.of("word", LookupDefinition.Match.WILDCARD),
            false,
            1,
            0,
            "");
    SearchEnvironment environment =
        SearchEnvironment.at(() -> 0)
            .withLookups(new Lookups(List.of(new LookupTable(definition, table.rows()))));
    return Search.compile(spl, environment).run(List.of(event)).rows();
  }

  private static Event event(String sourcetype, String source, String raw, boolean addOn) {
    return new Event(
        raw.getBytes(StandardCharsets.UTF_8),
        1767225600.0,
        Map.of("index", "main", "sourcetype", sourcetype, "source", source, "host", "111122223333"),
        new Extraction(0, addOn));
  }

  private static Built built() throws IOException {
    return Built.read(Archive.of(AppTest.app()));
  }

  private static String text(Row row, String name) {
    var value = row.get(name);
    return value == null ? "" : String.join(" ", value.parts().stream().map(Scalar::text).toList());
  }

  private static JsonNode models() {
    try (InputStream in = Objects.requireNonNull(CimTest.class.getResourceAsStream("cim.json"))) {
      return JSON.readTree(in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A copy of a base event of the catalog. */
  private static ObjectNode base(String name) {
    return Objects.requireNonNull(AppTest.CATALOG.events().get(name), name).deepCopy();
  }
}
