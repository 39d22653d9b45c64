package dev.sightline.cloudtrail;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.cloudtrail.Oracle.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CloudTrailReaderOracleTest {
  /** How many damaged documents are read; the long form sets millions. */
  private static final long MUTATIONS = Long.getLong("sightline.mutations", 100_000);

  private static final int MAXIMUM = 2_000;

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void every_log_is_read_as_the_oracle_reads_it(
      @ForAll long seed,
      @ForAll @IntRange(min = 1, max = 300) int piece,
      @ForAll @IntRange(min = 16, max = 600) int window,
      @ForAll @IntRange(min = 2, max = MAXIMUM) int maximum)
      throws InterruptedException {
    byte[] log = new Documents(seed).log();
    Reading expected = Oracle.read(log, maximum);
    assertNotNull(expected, () -> "The oracle reads " + text(log));
    Collected actual =
        Collected.read(new CloudTrailReader(maximum, window), Collected.inPieces(log, piece));
    assertSame(expected, actual, log);
  }

  @Property(tries = 3_000, shrinking = ShrinkingMode.OFF)
  void a_record_is_the_same_to_the_scanner_and_to_the_exact_reader(@ForAll long seed)
      throws IOException {
    StringBuilder json = new StringBuilder();
    new Documents(seed).record(json);
    byte[] record = json.toString().getBytes(StandardCharsets.UTF_8);
    byte[] buffer = new byte[3 + record.length + Window.SLACK_BYTES];
    System.arraycopy(record, 0, buffer, 3, record.length);
    Members fast = new Members();
    Members slow = new Members();
    int end = 3 + record.length;
    int scanned = new RecordScanner(fast).scan(buffer, 3, end);
    assertEquals(end, new ExactReader(slow).scan(buffer, 3, end));
    if (scanned == RecordScanner.NOT_UNDERSTOOD) {
      assertTrue(json.indexOf("\\") >= 0, json::toString);
    } else {
      assertEquals(end, scanned, json::toString);
      assertEquals(kept(slow, record), kept(fast, record), json::toString);
    }
  }

  private static Collected.Kept kept(Members members, byte[] record) throws IOException {
    Collected collected = new Collected();
    collected.accept(members.record(record, 0, 0, 0));
    return collected.records.getFirst();
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void a_record_that_is_cut_asks_for_more(@ForAll long seed) throws IOException {
    StringBuilder json = new StringBuilder();
    new Documents(seed).record(json);
    byte[] record = json.toString().getBytes(StandardCharsets.UTF_8);
    for (int cut = 1; cut < record.length; cut++) {
      // Whatever lies behind the limit, here the rest of the record, must not be looked at.
      byte[] buffer = new byte[record.length + Window.SLACK_BYTES];
      System.arraycopy(record, 0, buffer, 0, record.length);
      int scanned = new RecordScanner(new Members()).scan(buffer, 0, cut);
      assertTrue(scanned < 0, json::toString);
    }
  }

  @Test
  void a_damaged_log_ends_in_a_typed_exception_or_is_read_as_the_oracle_reads_it()
      throws InterruptedException {
    byte[] log = new byte[0];
    for (long seed = 0; seed < MUTATIONS; seed++) {
      // One document for ten ways to damage it: making it takes longer than reading it.
      log = seed % 10 == 0 ? new Documents(seed).log() : log;
      byte[] damaged = new Documents(seed).damaged(log);
      CloudTrailReader reader = new CloudTrailReader(MAXIMUM, 16 + (int) (seed % 500));
      Collected actual = Collected.read(reader, Collected.inPieces(damaged, 1 + (int) (seed % 97)));
      Reading expected = Oracle.read(damaged, MAXIMUM);
      if (expected != null) {
        assertSame(expected, actual, damaged);
      } else if (actual.exception != null) {
        assertTyped(actual.exception, damaged);
      }
      assertTypedOrNull(Collected.readAny(reader, damaged).exception, damaged);
    }
  }

  @Test
  void garbage_is_never_a_record() throws InterruptedException {
    Random random = new Random(7);
    CloudTrailReader reader = new CloudTrailReader(MAXIMUM, 64);
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = new byte[random.nextInt(300)];
      random.nextBytes(garbage);
      Collected strict = Collected.read(reader, Collected.inPieces(garbage, 50));
      assertEquals(0, strict.records.size());
      assertTyped(strict.exception, garbage);
      Collected any = Collected.readAny(reader, garbage);
      assertEquals(0, any.records.size());
      assertTyped(any.exception, garbage);
    }
  }

  private static void assertSame(Reading expected, Collected actual, byte[] log) {
    assertNull(actual.exception, () -> actual.exception + " for " + text(log));
    assertEquals(expected.records(), actual.records, () -> text(log));
    assertEquals(expected.unreadable(), actual.unreadable, () -> text(log));
    assertEquals(expected.contents(), actual.contents, () -> text(log));
  }

  private static void assertTypedOrNull(@Nullable IOException e, byte[] log) {
    if (e != null) {
      assertTyped(e, log);
    }
  }

  private static void assertTyped(@Nullable IOException e, byte[] log) {
    assertTrue(
        e instanceof NotCloudTrailException || e instanceof MalformedLogException,
        () -> e + " for " + text(log));
  }

  private static String text(byte[] log) {
    return new String(log, StandardCharsets.ISO_8859_1);
  }
}
