package dev.sightline.saved;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.value.Value;

/** A short name of an event, by which a person finds it. */
final class EventLabel {
  private static final int LONGEST = 80;

  private EventLabel() {}

  /** Its id with what it is about, else the beginning of its text. */
  static String of(Event event) {
    Value id = event.field("eventID");
    Value name = event.field("eventName");
    if (id != null) {
      return name == null ? id.text() : id.text() + " " + name.text();
    }
    Value other = event.field("id");
    if (other != null) {
      return other.text();
    }
    String raw = event.raw().replaceAll("\\s+", " ");
    return raw.length() <= LONGEST ? raw : raw.substring(0, LONGEST) + "…";
  }
}
