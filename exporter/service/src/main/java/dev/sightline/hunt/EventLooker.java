package dev.sightline.hunt;

import dev.sightline.spl.SharedPass;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import java.util.Map;

/** Makes an event of everything, with its fields as searches of others expect them. */
final class EventLooker implements Looker<Event> {
  private final LineLooker lines = new LineLooker(new SharedPass(Map.of()).selector());
  private final Extraction extraction;

  EventLooker(Extraction extraction) {
    this.extraction = extraction;
  }

  @Override
  public Place place(Found found) {
    return lines.place(found);
  }

  @Override
  public Event look(Found found) {
    Event line = lines.line();
    return (line == null ? LogEvents.line(found) : line).with(extraction);
  }
}
