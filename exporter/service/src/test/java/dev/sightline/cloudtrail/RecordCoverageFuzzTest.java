package dev.sightline.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import dev.sightline.cloudtrail.Oracle.Reading;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What anybody may have put into the bucket, looked for by what it covers of the reader. */
class RecordCoverageFuzzTest {
  private static final int MAXIMUM = 2_000;

  @FuzzTest(maxDuration = "10m")
  void a_log_is_read_as_the_oracle_reads_it_or_ends_in_a_typed_exception(byte[] log)
      throws InterruptedException {
    // Windows and pieces of sizes that follow from the content cut it at other places each time.
    CloudTrailReader reader = new CloudTrailReader(MAXIMUM, 16 + log.length % 500);
    Collected actual =
        Collected.read(reader, Collected.inPieces(log, 1 + (log.length == 0 ? 0 : log[0] & 0x3F)));
    Reading expected = Oracle.read(log, MAXIMUM);
    if (expected != null) {
      assertNull(actual.exception);
      assertEquals(expected.records(), actual.records);
      assertEquals(expected.unreadable(), actual.unreadable);
      assertEquals(expected.contents(), actual.contents);
    } else {
      assertTyped(actual.exception);
    }
    assertTyped(Collected.readAny(reader, log).exception);
  }

  private static void assertTyped(@Nullable IOException e) {
    assertTrue(
        e == null || e instanceof NotCloudTrailException || e instanceof MalformedLogException,
        () -> String.valueOf(e));
  }
}
