package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.ExitCode;
import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Target;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The image that is shipped, between SQS, S3 and a strict HEC receiver. */
class ContainerTest {
  private static final Path FIGURES = Path.of("target", "container.log");

  @BeforeEach
  void an_image_is_named() {
    assertTrue(!ExporterContainer.image().isEmpty());
  }

  @Test
  void every_record_arrives_once_and_sigterm_ends_it_with_success()
      throws IOException, InterruptedException {
    try (Surroundings around = surroundings()) {
      List<String> records = announceLogs(around, 60, 40);
      try (ExporterContainer container = ExporterContainer.start(around.properties())) {
        around.awaitEmptyQueue();
        container.awaitPage("/health");
        String metrics = container.page("/prometheus");
        assertTrue(metrics.contains("sightline_records_"), metrics);
        figure("memory resident after %,d records", records.size(), container.residentBytes());
        assertEquals(ExitCode.DONE, container.terminate(), container.log());
      }
      assertEquals(records.stream().sorted().toList(), around.receivedTexts());
      assertEquals(0, around.duplicates());
      assertEquals(0, around.messages(around.deadLetterQueueUrl));
    }
  }

  @Test
  void killed_in_the_middle_another_takes_over_and_nothing_is_lost() throws InterruptedException {
    try (Surroundings around = surroundings()) {
      Map<String, Object> few = new HashMap<>(around.properties());
      few.put("sightline.queue.messages", "20");
      List<String> records;
      try (ExporterContainer first = ExporterContainer.start(few)) {
        first.await("it is ready", () -> first.log().contains("accepts events"));
        records = announceLogs(around, 120, 25);
        first.await("a part has arrived", () -> around.received().size() >= 500);
        around.hec.always(
            Target.acks(),
            new HecFault.Answers(HecAnswer.json(200, "{\"acks\":{}}"), HecFault.Effect.NOT_TAKEN));
        first.kill();
        around.hec.heal();
      }
      int left = around.messages(around.queueUrl);
      assertTrue(left > 0, "it was killed after its work was done");
      try (ExporterContainer second = ExporterContainer.start(few)) {
        around.awaitEmptyQueue();
        assertEquals(ExitCode.DONE, second.terminate(), second.log());
      }
      List<String> arrived = around.receivedTexts();
      assertEquals(records.stream().sorted().toList(), arrived.stream().distinct().toList());
      assertEquals(0, around.messages(around.deadLetterQueueUrl));
      note(
          "killed (SIGKILL) with %d of 120 messages left: of %,d records lost 0, sent again %d"
              .formatted(left, records.size(), arrived.size() - records.size()));
    }
  }

  @Test
  void sigterm_releases_what_is_not_acknowledged_and_another_takes_over()
      throws InterruptedException {
    try (Surroundings around = surroundings()) {
      Map<String, Object> settings = new HashMap<>(around.properties());
      settings.put("sightline.queue.visibility-timeout", "60s");
      settings.put("sightline.queue.drain-limit", "300ms");
      List<String> records;
      try (ExporterContainer first = ExporterContainer.start(settings)) {
        first.await("it is ready", () -> first.log().contains("accepts events"));
        around.hec.always(
            Target.acks(),
            new HecFault.Answers(HecAnswer.json(200, "{\"acks\":{}}"), HecFault.Effect.NOT_TAKEN));
        records = announceLogs(around, 2, 20);
        first.await("it is sent", () -> around.received().size() == records.size());
        assertEquals(ExitCode.DONE, first.terminate(), first.log());
        assertTrue(first.log().contains("2 messages released"), first.log());
      }
      assertEquals(2, around.visibleMessages(), "at once, not when the timeout has passed");
      around.hec.heal();
      try (ExporterContainer second = ExporterContainer.start(settings)) {
        around.awaitEmptyQueue();
        assertEquals(ExitCode.DONE, second.terminate(), second.log());
      }
      assertEquals(
          records.stream().sorted().toList(), around.receivedTexts().stream().distinct().toList());
    }
  }

  @Test
  void it_is_not_root_has_no_capability_and_nothing_to_write_to() throws InterruptedException {
    try (Surroundings around = surroundings();
        ExporterContainer container = ExporterContainer.start(around.properties())) {
      container.awaitPage("/health");
      List<String> status = container.inside("cat", "/proc/1/status").said().lines().toList();
      assertTrue(status.contains("Uid:\t65532\t65532\t65532\t65532"), status::toString);
      for (String set : List.of("CapPrm", "CapEff", "CapBnd", "CapAmb")) {
        assertTrue(status.contains(set + ":\t0000000000000000"), set + ": " + status);
      }
      assertTrue(status.contains("NoNewPrivs:\t1"), status::toString);
      for (String folder : List.of("/", "/tmp", "/opt/sightline", "/var/tmp")) {
        ExporterContainer.Answer answer = container.inside("touch", folder + "/file");
        assertNotEquals(0, answer.code(), folder);
        assertTrue(answer.said().contains("Read-only file system"), answer.said());
      }
      note("user 65532, no capability, no new privileges, nothing writable (/, /tmp, /var/tmp)");
    }
  }

  @Test
  void its_health_check_is_its_own_and_tells_life_from_readiness() throws InterruptedException {
    try (Surroundings around = surroundings();
        ExporterContainer container = ExporterContainer.start(around.properties())) {
      container.awaitPage("/health/readiness");
      assertEquals("UP", container.inside("sightline", "health").said());
      ExporterContainer.podman("healthcheck", "run", container.name());
      assertEquals(0, container.inside("sightline", "health", "--ready").code());
      around.hec.always(
          Target.everything(),
          new HecFault.Answers(HecAnswer.json(503, "{}"), HecFault.Effect.NOT_TAKEN));
      announceLogs(around, 1, 1);
      container.await(
          "it is not ready", () -> container.inside("sightline", "health", "--ready").code() == 1);
      assertEquals(0, container.inside("sightline", "health").code());
    }
  }

  @Test
  void the_start_is_measured_with_and_without_what_the_jvm_learned()
      throws IOException, InterruptedException {
    try (Surroundings around = surroundings()) {
      for (String mode : List.of("on", "off", "on", "off", "on", "off")) {
        List<String> options =
            mode.equals("on") ? List.of() : List.of("-e", "JAVA_TOOL_OPTIONS=-XX:AOTMode=off");
        try (ExporterContainer container = ExporterContainer.start(around.properties(), options)) {
          Duration first = container.awaitPage("/health");
          note(
              String.format(
                  Locale.ROOT,
                  "AOT cache %-3s: first healthy answer after %.1f s, %,d MB resident",
                  mode,
                  first.toMillis() / 1e3,
                  container.residentBytes() >> 20));
          assertTrue(!container.log().contains("[warning]"), container.log());
        }
      }
    }
  }

  private static Surroundings surroundings() {
    return new Surroundings(
        HecReceiver.Settings.of(Surroundings.TOKEN).withAckDelay(Duration.ofMillis(200)));
  }

  private static List<String> announceLogs(Surroundings around, int logs, int recordsEach) {
    List<String> all = new ArrayList<>();
    for (int i = 0; i < logs; i++) {
      List<String> records = Logs.records("log-" + i, recordsEach);
      all.addAll(records);
      around.putAndAnnounce("log-" + i + ".json.gz", Logs.gzip(records));
    }
    return all;
  }

  private static void figure(String what, int count, long bytes) {
    note(what.formatted(count) + ": " + (bytes >> 20) + " MB");
  }

  /** For the script that started this, which prints it. */
  private static void note(String line) {
    try {
      Files.writeString(FIGURES, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
