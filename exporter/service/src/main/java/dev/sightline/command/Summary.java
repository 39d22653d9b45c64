package dev.sightline.command;

import dev.sightline.hec.EndpointStatus;
import dev.sightline.pipeline.Exporter;
import dev.sightline.pipeline.Outlet;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import java.util.StringJoiner;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line a minute that says how it goes, instead of one for each object. */
final class Summary implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Summary.class);
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final Exporter exporter;
  private final Thread thread;
  private long objects;
  private long delivered;

  Summary(Exporter exporter) {
    this.exporter = exporter;
    this.thread = Thread.ofVirtual().name("summary").start(this::run);
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        log.info("{}", line());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private String line() {
    Measures measures = exporter.measures();
    long objectsNow = measures.objects();
    long deliveredNow = measures.records().left(Measures.RecordEnd.DELIVERED);
    StringJoiner line = new StringJoiner(", ", "last minute: ", "");
    line.add((objectsNow - objects) + " objects read");
    line.add((deliveredNow - delivered) + " records delivered");
    line.add(measures.messages().inFlight() + " messages in flight");
    line.add(measures.quarantineEntries() + " quarantined since the start");
    line.add("the newest message was " + measures.messageAgeSeconds() + " s old");
    for (Outlet outlet : exporter.outlets().all()) {
      for (EndpointStatus status : outlet.destination().status()) {
        if (!status.usable()) {
          line.add(status.address() + " is not used: " + status.reason());
        }
      }
    }
    exporter.troubles().forEach((queue, trouble) -> line.add(queue + ": " + trouble));
    objects = objectsNow;
    delivered = deliveredNow;
    return line.toString();
  }
}
