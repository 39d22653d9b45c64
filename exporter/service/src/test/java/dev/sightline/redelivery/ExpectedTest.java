package dev.sightline.redelivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ExpectedTest {
  private static final String OBJECT = "0123456789abcdef";
  private static final Instant NOW = Instant.parse("2026-03-10T12:00:00Z");
  private static final Instant TIME = Instant.parse("2026-03-10T09:00:00Z");

  @Test
  void the_ids_of_an_object_are_told_from_those_that_events_have_themselves() {
    Expected expected = new Expected(OBJECT);
    expected.add(0, OBJECT + ":0", TIME.toEpochMilli());
    expected.add(1, "an-id-of-its-own", TIME.toEpochMilli());
    expected.add(2, OBJECT + ":3", TIME.toEpochMilli());
    assertEquals(OBJECT, expected.object());
    assertEquals(1, expected.ordinals().cardinality());
    assertTrue(expected.ordinals().get(0));
    assertEquals(Map.of("an-id-of-its-own", 1, OBJECT + ":3", 2), expected.own());
    Expected message = new Expected(null);
    message.add(0, "an-id-of-its-own", TIME.toEpochMilli());
    assertNull(message.object());
  }

  @Test
  void it_is_about_the_time_of_its_events_and_without_one_about_that_of_their_arrival() {
    Expected expected = new Expected(OBJECT);
    expected.add(0, OBJECT + ":0", TIME.plusSeconds(60).toEpochMilli());
    expected.add(1, OBJECT + ":1", TIME.toEpochMilli());
    assertEquals(TIME, expected.earliest(NOW));
    assertEquals(TIME.plusSeconds(61), expected.latest(NOW));
    expected.add(2, OBJECT + ":2", -1);
    assertEquals(NOW.minus(Duration.ofDays(14)), expected.earliest(NOW));
    assertTrue(expected.latest(NOW).isAfter(NOW));
  }

  @Test
  void nothing_and_too_much_are_not_asked_for() {
    Expected expected = new Expected(OBJECT);
    assertFalse(expected.isAskable());
    expected.add(0, OBJECT + ":0", 0);
    assertTrue(expected.isAskable());
    expected.add(Expected.MOST_EVENTS, OBJECT + ":" + Expected.MOST_EVENTS, 0);
    assertFalse(expected.isAskable());
  }
}
