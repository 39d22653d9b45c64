package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.ExitCode;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A JVM with less memory than the configuration needs. */
class SmallHeapTest {

  @Test
  void sixty_four_megabytes_too_little_are_refused_before_anything_is_received()
      throws InterruptedException {
    // 48 MB for the service, 8 for its objects and twice what may be in flight: 156 MB.
    Map<String, Object> settings =
        Map.of(
            "sightline.queue-url",
            "http://127.0.0.1:9/000000000000/trail",
            "sightline.hec.url",
            "http://127.0.0.1:9",
            "sightline.hec.token",
            Surroundings.TOKEN,
            "sightline.hec.in-flight-bytes",
            "50MB",
            "micronaut.server.port",
            "-1");
    try (ExporterProcess process = ExporterProcess.start(settings, "-Xmx90m")) {
      assertEquals(ExitCode.USAGE, process.ended(), process.log());
      String said = process.log();
      assertTrue(
          said.contains("SIGHTLINE_HEC_IN_FLIGHT_BYTES (sightline.hec.in-flight-bytes): 50 MB"),
          said);
      assertTrue(said.contains("need a heap of 156 MB, and this JVM's is "), said);
      assertTrue(said.contains("or set it to "), said);
    }
  }
}
