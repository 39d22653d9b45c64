package dev.sightline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.command.Service;
import dev.sightline.stand.ReceivedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What lands where, from the bucket to the indexes of one Splunk. */
class RoutesTest {
  private static final String RULES =
      """
      routes:
        - id: findings
          when: {family: [guardduty]}
          to: {index: aws_findings}
        - id: payments
          when: {family: [cloudtrail], account: ["444455556666"], key: ["**/444455556666/**"]}
          to: {index: aws_payments, source: payments}
          also: [{index: aws_kept, sourcetype: "kept:cloudtrail"}]
        - id: sign-ins
          when: {eventName: ["Console*", "Ä\\"quoted\\""], bucket: [trail-logs]}
          to: {index: aws_signins}
      default: {index: aws_rest}
      """;

  @TempDir Path folder = Path.of("");

  private Surroundings around;
  private Path rules;

  @BeforeEach
  void surround() throws IOException {
    around = new Surroundings();
    rules = folder.resolve("rules.yaml");
    write(RULES);
  }

  @AfterEach
  void leave() {
    around.close();
  }

  /** Replaces the file at once, as Kubernetes replaces a mounted one. */
  private void write(String text) throws IOException {
    Path next = Files.writeString(folder.resolve("next.yaml"), text);
    Files.move(next, rules, StandardCopyOption.REPLACE_EXISTING);
  }

  private Service start() {
    return around.start(Map.of("sightline.rules", rules.toString()));
  }

  private static String record(String id, String account, String name) {
    return Logs.records(id, 1)
        .getFirst()
        .replace("111122223333", account)
        .replace("DescribeInstances", name);
  }

  private static String key(String account, String name) {
    return "AWSLogs/" + account + "/CloudTrail/eu-central-1/2026/01/02/" + name + ".json.gz";
  }

  private void announce(String account, String name, String... records) {
    around.putAndAnnounce(key(account, name), Logs.gzip(List.of(records)));
  }

  /** The indexes that hold each event of CloudTrail, by its id and sourcetype. */
  private Map<String, List<String>> indexes() {
    return around.hec.events().stream()
        .filter(event -> event.event().contains("\"eventID\""))
        .collect(
            Collectors.groupingBy(
                event -> event.event().replaceAll("(?s).*\"eventID\":\"([^\"]*)\".*", "$1"),
                TreeMap::new,
                Collectors.mapping(
                    RoutesTest::place,
                    Collectors.collectingAndThen(
                        Collectors.toList(), list -> list.stream().sorted().toList()))));
  }

  private static String place(ReceivedEvent event) {
    return event.index() + " " + event.sourcetype() + " " + event.source();
  }

  @Test
  void each_event_lands_in_the_index_of_the_first_route_that_holds() throws Exception {
    try (Service service = start()) {
      announce("444455556666", "a", record("pay", "444455556666", "ConsoleLogin"));
      announce(
          "111122223333",
          "b",
          record("sign", "111122223333", "ConsoleLogin"),
          record("escaped", "111122223333", "\\u00c4\\\"quoted\\\""),
          record("rest", "111122223333", "RunInstances"));
      around.putAndAnnounce("f.jsonl", SourcesTest.finding("routed", 1).getBytes(UTF_8));
      around.awaitEmptyQueue();
      Surroundings.assertConserved(service.exporter().measures());
    }
    assertEquals(
        Map.of(
            "pay-0",
            List.of(
                "aws_kept kept:cloudtrail aws_cloudtrail", "aws_payments aws:cloudtrail payments"),
            "sign-0",
            List.of("aws_signins aws:cloudtrail aws_cloudtrail"),
            "escaped-0",
            List.of("aws_signins aws:cloudtrail aws_cloudtrail"),
            "rest-0",
            List.of("aws_rest aws:cloudtrail aws_cloudtrail")),
        indexes());
    assertEquals(
        List.of("aws_findings"),
        around.hec.events().stream()
            .filter(event -> "aws:cloudwatch:guardduty".equals(event.sourcetype()))
            .map(ReceivedEvent::index)
            .toList());
  }

  @Test
  void new_rules_come_into_force_without_a_restart_and_wrong_ones_do_not() throws Exception {
    try (Service service = start()) {
      announce("111122223333", "a", record("before", "111122223333", "RunInstances"));
      around.awaitEmptyQueue();
      write("default: {index: Wrong}\n");
      Surroundings.await(
          "the wrong file is told", () -> service.exporter().rules().trouble().isPresent());
      announce("111122223333", "b", record("meanwhile", "111122223333", "RunInstances"));
      around.awaitEmptyQueue();
      write("default: {index: aws_new}\n");
      Surroundings.await("new rules are in force", () -> service.exporter().rules().loads() == 1);
      assertEquals(false, service.exporter().rules().trouble().isPresent());
      announce("111122223333", "c", record("after", "111122223333", "RunInstances"));
      around.awaitEmptyQueue();
      Surroundings.assertConserved(service.exporter().measures());
    }
    assertEquals(
        Map.of(
            "before-0",
            List.of("aws_rest aws:cloudtrail aws_cloudtrail"),
            "meanwhile-0",
            List.of("aws_rest aws:cloudtrail aws_cloudtrail"),
            "after-0",
            List.of("aws_new aws:cloudtrail aws_cloudtrail")),
        indexes());
  }
}
