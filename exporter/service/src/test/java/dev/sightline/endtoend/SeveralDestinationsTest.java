package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.ExitCode;
import dev.sightline.command.Service;
import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.NetworkFault;
import dev.sightline.stand.ReceivedEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Some objects go to one Splunk, some to another, some to both; the other one dies, and comes back
 * later. Nothing is lost, nothing becomes a dead letter, and the first one waits for nothing.
 */
class SeveralDestinationsTest {
  private static final int RECORDS = 25;

  @TempDir private Path folder;
  private final Surroundings around = new Surroundings();
  private final HecReceiver second = HecReceiver.start(HecReceiver.Settings.of(Surroundings.TOKEN));
  private final FaultProxy way = FaultProxy.start(second.endpoint());
  private final List<String> ofFirst = new ArrayList<>();
  private final List<String> ofSecond = new ArrayList<>();
  private final Map<String, Object> properties = new HashMap<>(around.properties());

  @BeforeEach
  void write() throws IOException {
    Path token = Files.writeString(folder.resolve("token"), Surroundings.TOKEN);
    Path rules =
        Files.writeString(
            folder.resolve("rules.yaml"),
            """
            destinations:
              archive:
                url: %s
                token-file: %s
            routes:
              - id: archived
                when: {key: ["archive/**"]}
                to: {destination: archive, index: archived}
              - id: twice
                when: {key: ["both/**"]}
                to: {index: trail}
                also: [{destination: archive, index: copies}]
            default: {index: trail}
            """
                .formatted(way.endpoint(), token));
    properties.put("sightline.rules", rules.toString());
    properties.put("sightline.hec.linger", "20ms");
  }

  @AfterEach
  void stop() {
    way.close();
    second.close();
    around.close();
  }

  @Test
  void one_that_dies_and_comes_back_holds_up_its_own_messages_only() throws InterruptedException {
    try (Service service = Service.start(properties)) {
      put("before");
      around.awaitEmptyQueue();
      way.set(new NetworkFault.Refuse());
      for (int i = 0; i < 10; i++) {
        put("meanwhile-" + i);
      }
      Surroundings.await("the first has all of its own", () -> isAt(around.hec, ofFirst));
      Surroundings.await(
          "messages were given back for the other",
          () -> service.exporter().outlets().all().getLast().measures().timesHeld() >= 20);
      assertTrue(service.exporter().outlets().isUsable());
      // While a copy takes a message's place, both are there for a moment.
      Surroundings.await(
          "what is for the other waits in the queue, and nothing else",
          () -> around.messages(around.queueUrl) == 20);
      way.heal();
      around.awaitEmptyQueue();
      assertArrived();
      assertEquals(0, around.duplicates(), "the first is sent nothing twice");
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  @Test
  void an_exporter_that_is_killed_while_one_is_dead_loses_nothing() throws InterruptedException {
    ended(process -> {
      process.kill();
      return ExitCode.DONE;
    });
  }

  @Test
  void an_exporter_that_is_stopped_while_one_is_dead_ends_well_and_loses_nothing()
      throws InterruptedException {
    ended(ExporterProcess::terminate);
  }

  private interface End {
    int of(ExporterProcess process) throws InterruptedException;
  }

  private void ended(End end) throws InterruptedException {
    way.set(new NetworkFault.Refuse());
    try (ExporterProcess process = ExporterProcess.start(properties)) {
      for (int i = 0; i < 5; i++) {
        put("log-" + i);
      }
      process.await("the first has all of its own", () -> isAt(around.hec, ofFirst));
      assertEquals(ExitCode.DONE, end.of(process));
    }
    assertTrue(around.messages(around.queueUrl) >= 10, "what is for the dead one is in the queue");
    way.heal();
    try (Service service = Service.start(properties)) {
      around.awaitEmptyQueue();
      assertArrived();
      Surroundings.assertConserved(service.exporter().measures());
    }
  }

  /** An object for the first, one for the second, and one for both. */
  private void put(String name) {
    put("first/" + name, ofFirst);
    put("archive/" + name, ofSecond);
    ofFirst.addAll(put("both/" + name, ofSecond));
  }

  private List<String> put(String name, List<String> expected) {
    List<String> records = Logs.records(name, RECORDS);
    expected.addAll(records);
    around.putAndAnnounce(name + ".json.gz", Logs.gzip(records));
    return records;
  }

  private void assertArrived() {
    assertTrue(isAt(around.hec, ofFirst), "all of the first's");
    assertTrue(isAt(second, ofSecond), "all of the second's");
    assertEquals(0, around.messages(around.deadLetterQueueUrl));
    for (ReceivedEvent event : cloudTrail(second)) {
      assertEquals(event.event().contains("\"both/") ? "copies" : "archived", event.index());
    }
  }

  private static boolean isAt(HecReceiver receiver, List<String> expected) {
    return cloudTrail(receiver).stream()
        .map(ReceivedEvent::event)
        .distinct()
        .sorted()
        .toList()
        .equals(expected.stream().sorted().toList());
  }

  private static List<ReceivedEvent> cloudTrail(HecReceiver receiver) {
    return receiver.events().stream()
        .filter(event -> "aws:cloudtrail".equals(event.sourcetype()))
        .toList();
  }
}
