package dev.sightline.hunt;

import dev.sightline.spl.SharedPass;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.KeyScan;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds which events a search of one's own wants, among JSON lines of any kind. */
final class LineLooker implements Looker<SharedPass.Selection>, KeyScan.Visitor {
  private static final KeyScan OF_SPLUNK = new KeyScan(List.of("_time", "_raw"));

  private final SharedPass.Selector selector;
  private @Nullable Event line;
  private boolean exported;

  LineLooker(SharedPass.Selector selector) {
    this.selector = selector;
  }

  @Override
  public Place place(Found found) {
    line = null;
    exported = false;
    if (found.type() != Found.Type.RECORD && found.type() != Found.Type.OTHER) {
      line = LogEvents.known(found);
      return new At(found.time(), found.account());
    }
    if (!Double.isNaN(found.time())) {
      OF_SPLUNK.scan(found.json(), found.offset(), found.length(), this);
    }
    if (!Double.isNaN(found.time()) && !exported) {
      return new At(found.time(), found.account());
    }
    Event event = LogEvents.line(found);
    line = event;
    return new At(event.time(), found.account());
  }

  /** The event that was made to know its place; null where none was needed for that. */
  @Nullable Event line() {
    return line;
  }

  @Override
  public void text(int key, int from, int to) {
    exported = true;
  }

  @Override
  public void other(int key) {
    exported = true;
  }

  @Override
  public SharedPass.@Nullable Selection look(Found found) {
    Event event = line;
    if (event == null) {
      return selector.mayConcern(found.json(), found.offset(), found.length())
          ? selector.select(LogEvents.line(found))
          : null;
    }
    byte[] json = event.raw().getBytes(StandardCharsets.UTF_8);
    return selector.mayConcern(json, 0, json.length) ? selector.select(event) : null;
  }
}
