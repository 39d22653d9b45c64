package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReduceCommandTest {
  private static final String TLS = ",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\"}";

  @TempDir Path folder = Path.of("");

  private Path logs = Path.of("");

  /** A trail is stopped, among calls that services make for themselves. */
  @BeforeEach
  void write() throws IOException {
    List<String> records = new ArrayList<>();
    records.add(
        record("cloudtrail.amazonaws.com", "StopLogging", false, 0)
            .replace("AWSService", "IAMUser\",\"arn\":\"arn:aws:iam::111122223333:user/mallory"));
    for (int i = 1; i <= 100; i++) {
      records.add(record("kms.amazonaws.com", "Decrypt", true, i));
    }
    logs = Files.writeString(folder.resolve("logs.jsonl"), String.join("\n", records) + "\n");
  }

  private static String record(String source, String name, boolean readOnly, int number) {
    return "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"AWSService\"},"
        + "\"eventTime\":\"2026-03-10T09:00:00Z\",\"eventSource\":\""
        + source
        + "\",\"eventName\":\""
        + name
        + "\",\"awsRegion\":\"eu-central-1\",\"sourceIPAddress\":\"203.0.113.66\",\"userAgent\":\"x\","
        + "\"requestParameters\":{\"name\":\"audit\"},\"responseElements\":null,\"eventID\":\"event-"
        + number
        + "\",\"readOnly\":"
        + readOnly
        + ",\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
        + "\"recipientAccountId\":\"111122223333\",\"eventCategory\":\"Management\""
        + TLS
        + "}";
  }

  private CommandRun reduce(String rules, String... more) throws IOException {
    Path file = Files.writeString(folder.resolve("rules.yaml"), rules);
    List<String> arguments =
        new ArrayList<>(List.of("reduce", logs.toString(), "--rules", file.toString()));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments);
  }

  @Test
  void whatIsSavedIsToldInEventsBytesAndMoney() throws IOException {
    CommandRun run =
        reduce(
            """
            default: {index: aws}
            reductions:
              - {id: services, when: {eventSource: [kms.amazonaws.com], eventName: [Decrypt], userIdentity.type: [AWSService]}, keep-one-in: 1000000}
              - {id: rest, when: {eventName: [StopLogging]}, trim: [tlsDetails]}
            """,
            "--price-per-gigabyte",
            "3",
            "--gigabytes-a-day",
            "10",
            "--json");
    assertEquals(ExitCode.DONE, run.code(), run.out() + run.err());
    JsonNode line = run.json();
    assertEquals(101, line.path("records").asInt());
    JsonNode services = line.path("rules").get(0);
    assertEquals(100, services.path("events").asInt());
    assertEquals(100, services.path("left_out").asInt());
    double share = services.path("bytes").asDouble() / line.path("bytes").asDouble();
    assertEquals(share * 10 * 30 * 3, services.path("worth").asDouble(), 0.01);
    JsonNode rest = line.path("rules").get(1);
    assertEquals(1, rest.path("events").asInt());
    assertEquals(TLS.length(), rest.path("bytes").asInt());
    assertEquals(0, line.path("lost").size());
    assertTrue(line.path("hits").asInt() > 0);
  }

  @Test
  void aLostHitAndABlindedSearchAreToldAndTheCodeSaysSo() throws IOException {
    CommandRun run =
        reduce(
            """
            default: {index: aws}
            reductions:
              - {id: silent, when: {eventName: [StopLogging]}, drop: true}
              - {id: who, when: {eventSource: [sts.amazonaws.com], eventName: [GetCallerIdentity]}, trim: [requestID]}
            """);
    assertEquals(ExitCode.GAPS, run.code());
    assertTrue(run.out().contains("silent blinds cloudtrail_stopped, which watches"), run.out());
    assertTrue(run.out().contains("lost: cloudtrail_stopped in 111122223333"), run.out());
  }

  @Test
  void whatCimLosesIsTold() throws IOException {
    CommandRun run =
        reduce(
            """
            default: {index: aws}
            reductions:
              - {id: agents, when: {eventName: [Decrypt]}, trim: [userAgent, requestParameters]}
            """);
    assertTrue(
        run.out().contains("agents leaves these events without CIM's user_agent."), run.out());
    assertTrue(run.out().contains("object, object_id"), run.out());
  }

  @Test
  void rulesAreProposedThatLoseNothingAndCanBeUsedAsTheyAreWritten() throws IOException {
    Path file = folder.resolve("proposed.yaml");
    CommandRun run = CommandRun.of("reduce", logs.toString(), "--write", file.toString());
    assertEquals(ExitCode.DONE, run.code(), run.out() + run.err());
    String proposed = Files.readString(file);
    assertTrue(proposed.contains("drop-kms-by-AWSService"), proposed);
    CommandRun again =
        CommandRun.of("reduce", logs.toString(), "--rules", file.toString(), "--json");
    assertEquals(ExitCode.DONE, again.code());
    assertEquals(100, again.json().path("rules").get(0).path("left_out").asInt());
  }

  @Test
  void wrongRulesAndArgumentsAreRefused() throws IOException {
    CommandRun run = reduce("default: {index: aws}\nreductions:\n  - {id: x}\n");
    assertEquals(ExitCode.USAGE, run.code());
    assertTrue(run.err().contains("rules.yaml"), run.err());
    CommandRun none = CommandRun.of("reduce", logs.toString(), "--sample", "0");
    assertEquals(ExitCode.USAGE, none.code());
  }
}
