package dev.sightline.splunk;

import dev.sightline.configuration.Settings;
import dev.sightline.envelope.ObjectIdentity;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.KvServer;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.SearchHead;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Splunk for one test: an index, a search head over it, and its management port. */
final class Searched implements AutoCloseable {
  static final Instant TIME = Instant.parse("2026-03-10T09:00:00Z");
  static final IndexedRecords.Period DAY =
      new IndexedRecords.Period(TIME.minus(Duration.ofHours(9)), TIME.plus(Duration.ofHours(15)));

  final HecReceiver receiver = HecReceiver.start(HecReceiver.Settings.of("token"));
  final SearchHead head = new SearchHead(receiver);
  final KvServer server = KvServer.start("sightline_aws", null);
  final Map<String, String> settings = new HashMap<>();

  Searched() {
    server.searches(head);
    settings.put("sightline.splunk.url", server.endpoint().toString());
    settings.put("sightline.splunk.token", KvServer.TOKEN);
  }

  /** The identity of some object. */
  static String object(int number) {
    return ObjectIdentity.of("trail", "object-" + number, "1").text();
  }

  void index(String id) {
    index(id, TIME);
  }

  void index(String id, Instant time) {
    receiver.repeat(
        List.of(
            new ReceivedEvent(
                time,
                "111122223333",
                "aws_cloudtrail",
                "aws:cloudtrail",
                "aws",
                Map.of(ReceivedEvent.ID_FIELD, List.of(id)),
                "{}",
                0,
                "test")));
  }

  /** The records of an object from one ordinal to before another. */
  void index(int object, int from, int end) {
    for (int ordinal = from; ordinal < end; ordinal++) {
      index(object(object) + ":" + ordinal);
    }
  }

  ManagementPort port() {
    Settings read = new Settings(name -> Optional.ofNullable(settings.get(name)));
    ManagementPort port = new ManagementPort(SplunkConfiguration.read(read).orElseThrow());
    read.check();
    return port;
  }

  IndexedRecords records(Duration time) {
    return new IndexedRecords(
        new Searches(port(), new Searches.Limits(time, 2, Duration.ofMillis(1))), "aws");
  }

  IndexedRecords records() {
    return records(Duration.ofSeconds(60));
  }

  @Override
  public void close() {
    server.close();
    receiver.close();
  }
}
