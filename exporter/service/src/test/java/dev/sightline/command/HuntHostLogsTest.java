package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A responder's folder: a host's own log beside the trail. */
class HuntHostLogsTest {
  private static final String INSTANCE = "i-0123456789abcdef0";

  @TempDir Path folder = Path.of("");

  private static String call(
      String time, String identity, String source, String name, String more) {
    return """
    {"eventVersion":"1.11","userIdentity":%s,"eventTime":"2026-03-10T%sZ","eventSource":"%s.amazonaws.com","eventName":"%s","awsRegion":"eu-west-1","sourceIPAddress":"203.0.113.10","userAgent":"x","eventID":"%s-%s","recipientAccountId":"111122223333"%s}\
    """
        .formatted(identity, time, source, name, name, time, more);
  }

  @BeforeEach
  void a_web_server_is_guessed_and_its_role_starts_instances() throws IOException {
    String web =
        """
        {"type":"AssumedRole","principalId":"AROAWEB:%1$s","arn":"arn:aws:sts::111122223333:assumed-role/web/%1$s","accountId":"111122223333","accessKeyId":"ASIAEXAMPLEWEB","sessionContext":{"sessionIssuer":{"type":"Role","arn":"arn:aws:iam::111122223333:role/web","userName":"web"}}}\
        """
            .formatted(INSTANCE);
    String ops =
        """
        {"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/ops","accountId":"111122223333","userName":"ops"}\
        """;
    Files.writeString(
        folder.resolve("trail.jsonl"),
        call(
                "05:00:00",
                ops,
                "ec2",
                "RunInstances",
                ",\"responseElements\":{\"instancesSet\":{\"items\":[{\"instanceId\":\""
                    + INSTANCE
                    + "\",\"privateIpAddress\":\"10.0.1.23\"}]}}")
            + "\n"
            + call(
                "09:05:00",
                web,
                "ec2",
                "RunInstances",
                ",\"requestParameters\":{\"instanceType\":\"p5.48xlarge\"},\"responseElements\":{\"instancesSet\":{\"items\":[{\"instanceId\":\"i-0eeeeeeeeeeeeee00\"}]}}")
            + "\n"
            + call(
                "09:06:00",
                web,
                "cloudtrail",
                "StopLogging",
                ",\"requestParameters\":{\"name\":\"organization\"}")
            + "\n");
    StringBuilder log = new StringBuilder();
    for (int i = 10; i < 18; i++) {
      log.append(
          "Mar 10 08:59:%d ip-10-0-1-23 sshd[%d]: Failed password for ec2-user from 198.51.100.66 port %d ssh2\n"
              .formatted(i, i, i));
    }
    log.append(
        "Mar 10 09:00:00 ip-10-0-1-23 sshd[99]: Accepted password for ec2-user from 198.51.100.66"
            + " port 99 ssh2\n");
    Files.writeString(
        Files.createDirectories(folder.resolve("web-1/var/log")).resolve("secure"), log);
  }

  @Test
  void it_is_told_as_one_story() throws IOException {
    CommandRun run = CommandRun.of("hunt", folder.toString(), "--json");
    assertEquals(ExitCode.DONE, run.code(), run::err);
    JsonNode incidents = run.json().path("incidents");
    assertEquals(1, incidents.size(), incidents::toString);
    String story = incidents.path(0).path("story").toString();
    assertTrue(
        story.contains(
            "login ec2-user on ip-10-0-1-23 from 198.51.100.66 guessed, then the role of "
                + INSTANCE),
        story);
    assertTrue(story.contains("StopLogging on trail organization"), story);
    assertTrue(incidents.path(0).path("addresses").toString().contains("198.51.100.66"));
  }

  @Test
  void a_walk_from_the_address_of_the_guess_reaches_the_instance_and_what_its_role_did() {
    CommandRun run = CommandRun.of("hunt", folder.toString(), "--pivot", "ip", "198.51.100.66");
    assertEquals(ExitCode.DONE, run.code(), run::err);
    assertTrue(run.out().contains("resource " + INSTANCE), run::out);
    assertTrue(run.out().contains("arn:aws:iam::111122223333:role/web"), run::out);
    assertTrue(run.out().contains("login as ec2-user"), run::out);
  }
}
