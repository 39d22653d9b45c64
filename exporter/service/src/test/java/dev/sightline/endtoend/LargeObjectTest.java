package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;

/** Memory does not grow with the object. */
class LargeObjectTest {
  private static final int RECORDS = 100_000;
  private static final int RECORD_BYTES = 5_000;

  @Test
  void five_hundred_megabytes_pass_through_an_exporter_with_128_of_heap()
      throws IOException, InterruptedException {
    try (Surroundings around =
        new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN).withoutBodies())) {
      around.putAndAnnounce("large.json.gz", log());
      try (ExporterProcess exporter = ExporterProcess.start(around.properties(), "-Xmx128m")) {
        exporter.await("the queue is empty", () -> around.messages(around.queueUrl) == 0);
      }
      long once =
          around.hec.timesById().entrySet().stream()
              .filter(entry -> !entry.getKey().startsWith("exporter:") && entry.getValue() == 1)
              .count();
      assertEquals(RECORDS, once);
      assertEquals(0, around.messages(around.deadLetterQueueUrl));
      assertTrue(around.hec.bytes() > 500_000_000L, () -> around.hec.bytes() + " bytes");
    }
  }

  private static byte[] log() throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    byte[] filling = "x".repeat(RECORD_BYTES - 100).getBytes(StandardCharsets.US_ASCII);
    try (GZIPOutputStream gzip = new GZIPOutputStream(bytes, 64 << 10)) {
      for (int i = 0; i < RECORDS; i++) {
        String start = i == 0 ? "{\"Records\":[" : ",";
        String record =
            start
                + "{\"eventTime\":\"2026-01-02T03:04:05Z\",\"eventID\":\""
                + i
                + "\",\"recipientAccountId\":\"111122223333\",\"filling\":\"";
        gzip.write(record.getBytes(StandardCharsets.US_ASCII));
        gzip.write(filling);
        gzip.write("\"}".getBytes(StandardCharsets.US_ASCII));
      }
      gzip.write("]}".getBytes(StandardCharsets.US_ASCII));
    }
    return bytes.toByteArray();
  }
}
