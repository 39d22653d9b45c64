package dev.sightline.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.zip.DataFormatException;
import java.util.zip.GZIPOutputStream;
import java.util.zip.Inflater;

/**
 * One object of the organization's trail.
 *
 * @param stored its bytes as S3 keeps them
 * @param records what it holds, in its order
 */
record LogObject(String key, byte[] stored, List<StoryRecord> records) {
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("yyyy/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FILE =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmm'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final Pattern KEY =
      Pattern.compile(".*/(\\d{12})_CloudTrail_([a-z0-9-]+)_(\\d{8}T\\d{4}Z)_\\w+\\.json\\.gz");

  /** CloudTrail stores a log about five minutes after the calls that it holds. */
  private static final Duration DELAY = Duration.ofMinutes(5);

  LogObject {
    records = List.copyOf(records);
  }

  /** A log as CloudTrail stores it. */
  static LogObject of(String key, List<StoryRecord> records) {
    return new LogObject(key, gzip(document(records)), records);
  }

  /** The same log in two gzip members, as some writers and every {@code cat} leave it. */
  static LogObject inTwoMembers(String key, List<StoryRecord> records) {
    byte[] document = document(records);
    int half = document.length / 2;
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    stored.writeBytes(gzip(document, 0, half));
    stored.writeBytes(gzip(document, half, document.length - half));
    return new LogObject(key, stored.toByteArray(), records);
  }

  /** The same log, not compressed. */
  static LogObject plain(String key, List<StoryRecord> records) {
    return new LogObject(key, document(records), records);
  }

  /**
   * The key that CloudTrail would give a log of an organization's trail.
   *
   * @param end the time of the last calls in it
   */
  static String key(Account account, Region region, Instant end, Randomness randomness) {
    return "AWSLogs/%s/%s/CloudTrail/%s/%s/%s_CloudTrail_%s_%s_%s.json.gz"
        .formatted(
            Account.ORGANIZATION,
            account.id(),
            region.id(),
            FOLDER.format(end),
            account.id(),
            region.id(),
            FILE.format(end.plus(DELAY)),
            randomness.letters(16));
  }

  /** Whether CloudTrail itself would write it so, where it writes it: one gzip member. */
  boolean isCloudTrails() {
    if (!KEY.matcher(key).matches() || stored.length < 18 || stored[0] != 0x1F) {
      return false;
    }
    try (Inflater inflater = new Inflater(true)) {
      inflater.setInput(stored, 10, stored.length - 10);
      byte[] buffer = new byte[64 << 10];
      while (!inflater.finished()) {
        if (inflater.inflate(buffer) == 0 && inflater.needsInput()) {
          return false;
        }
      }
      return inflater.getRemaining() == 8;
    } catch (DataFormatException e) {
      return false;
    }
  }

  /** When CloudTrail delivered it, by its key. */
  Instant delivered() {
    Matcher time = KEY.matcher(key);
    if (!time.matches()) {
      throw new IllegalStateException(key + " is no key of CloudTrail's");
    }
    return LocalDateTime.parse(time.group(3), FILE.withZone(null)).toInstant(ZoneOffset.UTC);
  }

  /** The account and the region in its key. */
  String chain() {
    Matcher names = KEY.matcher(key);
    return names.matches() ? names.group(1) + " " + names.group(2) : "";
  }

  static byte[] gzip(byte[] content) {
    return gzip(content, 0, content.length);
  }

  private static byte[] document(List<StoryRecord> records) {
    return records.stream()
        .map(StoryRecord::text)
        .collect(Collectors.joining(",", "{\"Records\":[", "]}"))
        .getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] gzip(byte[] content, int offset, int length) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content, offset, length);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return bytes.toByteArray();
  }
}
