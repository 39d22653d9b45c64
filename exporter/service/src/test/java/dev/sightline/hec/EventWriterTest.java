package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class EventWriterTest {
  private static final ObjectMapper JSON = new ObjectMapper();

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static HecEvent event(long time, String id, String json) {
    byte[] bytes = bytes("##" + json + "##");
    return new HecEvent(time, "h", "s", "t", "i", id, bytes, 2, bytes.length - 4);
  }

  @Test
  void an_envelope_is_what_hec_documents() {
    EventWriter writer = new EventWriter(new byte[0]);
    writer.write(event(1_767_323_045_006L, "id:1", "{\"a\": 1}"));
    assertEquals(
        "{\"time\":1767323045.006,\"host\":\"h\",\"source\":\"s\",\"sourcetype\":\"t\","
            + "\"index\":\"i\",\"event\":{\"a\": 1},\"fields\":{\"sightline_id\":\"id:1\"}}",
        new String(writer.batch().envelope(0), StandardCharsets.UTF_8));
  }

  @Test
  void what_is_not_known_is_left_out() {
    EventWriter writer = new EventWriter(new byte[0]);
    writer.write(new HecEvent(-1, "h", "s", "t", null, "x", bytes("1"), 0, 1));
    assertEquals(
        "{\"host\":\"h\",\"source\":\"s\",\"sourcetype\":\"t\",\"event\":1,"
            + "\"fields\":{\"sightline_id\":\"x\"}}",
        new String(writer.batch().envelope(0), StandardCharsets.UTF_8));
  }

  @Property(tries = 300, shrinking = ShrinkingMode.OFF)
  void every_text_survives_and_no_envelope_is_larger_than_announced(
      @ForAll @Size(min = 1, max = 8) List<String> texts,
      @ForAll @IntRange(min = 0, max = 300) int buffer)
      throws IOException {
    EventWriter writer = new EventWriter(new byte[buffer]);
    List<String> expected = new ArrayList<>();
    for (String text : texts) {
      String wellFormed = new String(bytes(text), StandardCharsets.UTF_8);
      expected.add(wellFormed);
      byte[] event = JSON.writeValueAsBytes(wellFormed);
      HecEvent written =
          new HecEvent(
              0,
              wellFormed,
              wellFormed,
              wellFormed,
              wellFormed,
              wellFormed,
              event,
              0,
              event.length);
      int before = writer.length();
      writer.write(written);
      assertTrue(writer.length() - before <= EventWriter.size(written));
    }
    Batch batch = writer.batch();
    assertEquals(texts.size(), batch.events());
    int size = 0;
    for (int i = 0; i < batch.events(); i++) {
      JsonNode envelope = JSON.readTree(batch.envelope(i));
      for (String name : List.of("host", "source", "sourcetype", "index", "event")) {
        assertEquals(expected.get(i), envelope.get(name).textValue());
      }
      assertEquals(expected.get(i), envelope.get("fields").get("sightline_id").textValue());
      size += batch.envelope(i).length;
    }
    assertEquals(size, batch.size());
  }

  @Test
  void slices_share_the_bytes_and_keep_their_events() {
    EventWriter writer = new EventWriter(new byte[16]);
    for (int i = 0; i < 100; i++) {
      writer.write(event(i, "id-" + i, "" + i));
    }
    Batch batch = writer.batch();
    Batch slice = batch.slice(10, 50).slice(5, 7);
    assertEquals(2, slice.events());
    assertEquals(batch.bytes(), slice.bytes());
    String text = new String(slice.bytes(), slice.offset(), slice.size(), StandardCharsets.UTF_8);
    assertEquals(
        new String(batch.envelope(15), StandardCharsets.UTF_8)
            + new String(batch.envelope(16), StandardCharsets.UTF_8),
        text);
  }

  @Test
  void an_event_without_its_field_is_still_an_envelope() throws IOException {
    EventWriter writer = new EventWriter(new byte[16]);
    String json = "{\"a\":1,\"fields\":{\"sightline_id\":\"mine\"}}";
    writer.write(event(0, "first", "0"));
    writer.write(event(0, "second", json));
    Batch bare = writer.batch().slice(1, 2).withoutFields();
    assertFalse(bare.hasFields());
    JsonNode envelope = JSON.readTree(bare.envelope(0));
    assertEquals(JSON.readTree(json), envelope.get("event"));
    assertFalse(envelope.has("fields"));
  }
}
