package dev.sightline.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Messages that are damaged at random: whatever comes, the decoder says what it is. */
class NotificationFuzzTest {
  private static final long DOCUMENTS = Long.getLong("sightline.mutations", 100_000);
  private static final long SEED = Long.getLong("sightline.fuzz.seed", 20_260_101L);

  private static final String S3 =
      """
      {"Records":[{"eventVersion":"2.1","eventSource":"aws:s3","eventName":"ObjectCreated:Put",\
      "s3":{"bucket":{"name":"trail-logs"},"object":{"key":"AWSLogs/1%2B1/log+1.json.gz",\
      "size":1234,"eTag":"d41d8cd98f00b204e9800998ecf8427e","versionId":"v1",\
      "sequencer":"0055AED6DCD90281E5"}}},{"eventName":"s3:ObjectRemoved:Delete",\
      "s3":{"bucket":{"name":"trail-logs"},"object":{"key":"old"}}}]}\
      """;

  private static final List<String> WHOLE =
      List.of(
          S3,
          "{\"Service\":\"Amazon S3\",\"Event\":\"s3:TestEvent\",\"Bucket\":\"trail-logs\"}",
          """
          {"version":"0","detail-type":"Object Created","source":"aws.s3","detail":{"bucket":\
          {"name":"trail-logs"},"object":{"key":"a b","size":5,"etag":"e","version-id":"v"}}}\
          """,
          "{\"s3Bucket\":\"trail-logs\",\"s3ObjectKey\":[\"a.json.gz\",\"b.json.gz\"]}",
          "{\"Type\":\"Notification\",\"Message\":\""
              + S3.replace("\\", "\\\\").replace("\"", "\\\"")
              + "\"}");

  /** What stands where something else stood. */
  private static final List<String> PIECES =
      List.of(
          "null",
          "true",
          "[]",
          "{}",
          "\"\"",
          "0",
          "-1",
          "1e999",
          "99999999999999999999",
          "\\u0000",
          "\\ud800",
          "%",
          "%zz",
          "\u0000",
          "\uffff",
          "[[[[[[",
          "{\"a\":",
          "Records",
          "Message",
          "ObjectCreated:",
          "../",
          "arn:aws:s3:::x",
          "\u202e");

  private enum Kind {
    CREATED,
    NOTHING,
    UNKNOWN
  }

  @Test
  void every_damaged_message_is_an_object_or_nothing_or_unknown() {
    Random random = new Random(SEED);
    NotificationDecoder decoder = new NotificationDecoder();
    Map<Kind, Integer> kinds = new EnumMap<>(Kind.class);
    for (long i = 0; i < DOCUMENTS; i++) {
      String document = damaged(WHOLE.get(random.nextInt(WHOLE.size())), random);
      List<Announcement> found;
      try {
        found = decoder.decode(document);
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + SEED + ", document " + i + ": " + document, e);
      }
      assertFalse(found.isEmpty(), document);
      for (Announcement announcement : found) {
        kinds.merge(kind(announcement, document), 1, Integer::sum);
      }
    }
    assertEquals(Kind.values().length, kinds.size(), "of every kind some: " + kinds);
  }

  @Test
  void an_undamaged_message_announces_what_it_says() {
    NotificationDecoder decoder = new NotificationDecoder();
    List<Announcement> found = decoder.decode(WHOLE.getLast());
    assertEquals(decoder.decode(S3), found);
    assertEquals(2, found.size());
    Announcement.Created created = (Announcement.Created) found.getFirst();
    assertEquals("AWSLogs/1+1/log 1.json.gz", created.object().key());
    assertEquals("v1", created.object().version());
    assertEquals(new Announcement.Nothing("removed"), found.getLast());
  }

  private static Kind kind(Announcement announcement, String document) {
    return switch (announcement) {
      case Announcement.Created created -> {
        assertFalse(created.object().bucket().contains(":"), document);
        assertTrue(
            created.object().key().getBytes(StandardCharsets.UTF_8).length <= 1024, document);
        yield Kind.CREATED;
      }
      case Announcement.Nothing nothing -> {
        assertFalse(nothing.kind().isEmpty(), document);
        yield Kind.NOTHING;
      }
      case Announcement.Unknown unknown -> {
        assertFalse(unknown.reason().isBlank(), document);
        assertTrue(unknown.reason().length() < 400, document);
        yield Kind.UNKNOWN;
      }
    };
  }

  /** One to three damages: something replaced, removed, doubled, cut off or wrapped. */
  private static String damaged(String whole, Random random) {
    StringBuilder document = new StringBuilder(whole);
    for (int damages = 1 + random.nextInt(3); damages > 0; damages--) {
      int from = random.nextInt(document.length() + 1);
      int to = Math.min(document.length(), from + random.nextInt(12));
      String piece = PIECES.get(random.nextInt(PIECES.size()));
      switch (random.nextInt(7)) {
        case 0 -> document.replace(from, to, piece);
        case 1 -> document.insert(from, piece);
        case 2 -> document.delete(from, to);
        case 3 -> document.insert(from, document.substring(from, to));
        case 4 -> document.setLength(from);
        case 5 -> {
          if (from < document.length()) {
            document.setCharAt(from, (char) random.nextInt(0x250));
          }
        }
        default -> replaceValue(document, random, piece);
      }
    }
    return document.toString();
  }

  /** A whole value gives way to another, so that the document stays JSON. */
  private static void replaceValue(StringBuilder document, Random random, String piece) {
    int colon = document.indexOf("\":", random.nextInt(document.length() + 1));
    if (colon >= 0 && document.length() > colon + 3 && document.charAt(colon + 2) == '"') {
      int end = document.indexOf("\"", colon + 3);
      if (end > 0) {
        document.replace(colon + 2, end + 1, piece);
      }
    }
  }
}
