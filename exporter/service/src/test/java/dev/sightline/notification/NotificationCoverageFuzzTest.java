package dev.sightline.notification;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.charset.StandardCharsets;

/** What anybody may have put into the queue, looked for by what it covers of the decoder. */
class NotificationCoverageFuzzTest {
  private final NotificationDecoder decoder = new NotificationDecoder();

  @FuzzTest(maxDuration = "10m")
  void every_message_is_an_object_or_an_event_or_nothing_or_unknown(byte[] body) {
    String text = new String(body, StandardCharsets.UTF_8);
    var found = decoder.decode(text);
    assertFalse(found.isEmpty());
    for (Announcement announcement : found) {
      switch (announcement) {
        case Announcement.Created created -> {
          String bucket = created.object().bucket();
          assertFalse(bucket.contains(":") || bucket.contains("/"), bucket);
          int length = created.object().key().getBytes(StandardCharsets.UTF_8).length;
          assertTrue(length > 0 && length <= 1024, "a key of " + length + " bytes");
        }
        case Announcement.Event event -> assertTrue(event.text().strip().startsWith("{"));
        case Announcement.Nothing nothing -> assertFalse(nothing.kind().isEmpty());
        case Announcement.Unknown unknown -> {
          assertFalse(unknown.reason().isBlank());
          assertTrue(unknown.reason().length() < 400, unknown.reason());
        }
      }
    }
  }
}
