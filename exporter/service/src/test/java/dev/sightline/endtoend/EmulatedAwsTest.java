package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.ReceivedEvent;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/**
 * The exporter as a process of its own, against what the CloudFormation templates made in an
 * emulator of AWS. {@code exporter/aws/run.sh} starts the emulator and deploys; without it nothing
 * is tested here.
 */
@Isolated
class EmulatedAwsTest {
  private static final int LOGS = 20;
  private static final int RECORDS = 50;

  private EmulatedStack stack;
  private HecReceiver hec;

  @BeforeEach
  void start() throws Exception {
    String file = System.getProperty("sightline.aws.stack");
    assumeTrue(file != null, "no emulator of AWS: exporter/aws/run.sh starts one");
    stack = EmulatedStack.read(Path.of(file));
    hec = HecReceiver.start(HecReceiver.Settings.of(Surroundings.TOKEN));
  }

  @AfterEach
  void stop() throws Exception {
    if (stack != null) {
      stack.enforce(false);
      stack.close();
      hec.close();
    }
  }

  /** What the task definition says, but for Splunk, which is here, and the port. */
  private Map<String, Object> environment() {
    Map<String, Object> environment = stack.environment();
    environment.put("SIGHTLINE_HEC_URL", hec.endpoint());
    environment.put("SIGHTLINE_HEC_TOKEN", Surroundings.TOKEN);
    environment.put("SIGHTLINE_HTTP_HOST", "127.0.0.1");
    // The emulator goes on with a receive whose client is gone, and takes a message to nowhere.
    environment.put("SIGHTLINE_QUEUE_VISIBILITY_TIMEOUT", "10s");
    environment.put("SIGHTLINE_HTTP_PORT", "-1");
    return environment;
  }

  private List<ReceivedEvent> received(String sourcetype) {
    return hec.events().stream().filter(one -> sourcetype.equals(one.sourcetype())).toList();
  }

  private static String key(String name) {
    return "AWSLogs/o-exampleorgid/111122223333/CloudTrail/eu-central-1/2026/01/02/" + name;
  }

  /** Puts logs and a finding where AWS would, and returns the records. */
  private List<String> put(String name) throws Exception {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < LOGS; i++) {
      List<String> log = Logs.records(name + i, RECORDS);
      stack.put(key(name + i + ".json.gz"), Logs.gzip(log));
      records.addAll(log);
    }
    stack.put("elsewhere/not-announced.json", Logs.plain(Logs.records("elsewhere", 1)));
    stack.putEventInOtherRegion("aws.guardduty", "GuardDuty Finding", SourcesTest.finding(name, 1));
    return records;
  }

  /** Runs the exporter until nothing is left, and holds what has arrived against what was put. */
  private void assertCarriedOnce(List<String> records, Map<String, Object> environment)
      throws Exception {
    try (ExporterProcess exporter = ExporterProcess.start(environment)) {
      exporter.await(
          "every record is there", () -> received("aws:cloudtrail").size() >= records.size());
      exporter.await("the finding is there", () -> !received("aws:cloudwatch:guardduty").isEmpty());
      exporter.await("the queue is empty", () -> stack.messages(stack.output("QueueUrl")) == 0);
      assertEquals(0, exporter.terminate(), exporter.log());
    }
    assertEquals(
        records.stream().sorted().toList(),
        received("aws:cloudtrail").stream().map(ReceivedEvent::event).sorted().toList());
    assertEquals(1, received("aws:cloudwatch:guardduty").size());
    assertEquals(0, stack.messages(stack.output("QueueUrl")));
    assertEquals(0, stack.messages(stack.output("DeadLetterQueueUrl")));
  }

  @Test
  void each_record_and_a_finding_of_another_region_arrive_once() throws Exception {
    assertCarriedOnce(put("plain"), environment());
  }

  @Test
  void the_roles_actions_are_enough_where_each_is_asked_for() throws Exception {
    List<String> records = put("role");
    String checked = checked(stack.actions());
    assertTrue(!checked.contains("is not allowed"), checked);
    stack.allow(stack.actions());
    Map<String, Object> environment = environment();
    environment.putAll(stack.roleCredentials());
    assertCarriedOnce(records, environment);
  }

  @Test
  void each_action_that_is_taken_away_is_named() throws Exception {
    for (String action : stack.actions()) {
      List<String> others = new ArrayList<>(stack.actions());
      others.remove(action);
      if (action.equals("s3:GetObjectVersion")) {
        continue; // Asked for where a notification names a version, which check has none of.
      }
      String checked = checked(others);
      assertTrue(
          checked.contains(action + " on ") && checked.contains("is not allowed"),
          action + " was taken away, and check said\n" + checked);
    }
  }

  private String checked(List<String> actions) throws Exception {
    Map<String, Object> environment = new HashMap<>(environment());
    environment.putAll(stack.roleCredentials());
    stack.allow(actions);
    try (ExporterProcess check = ExporterProcess.start(environment, "-Xmx128m", List.of("check"))) {
      check.ended();
      return check.log();
    } finally {
      stack.enforce(false);
    }
  }
}
