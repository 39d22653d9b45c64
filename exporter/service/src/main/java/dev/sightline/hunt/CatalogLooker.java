package dev.sightline.hunt;

import dev.sightline.spl.SharedPass;
import dev.sightline.spl.event.Event;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds which searches of the catalog want an object: CloudTrail records and findings. */
final class CatalogLooker implements Looker<SharedPass.Selection> {
  private final SharedPass.Selector selector;
  private @Nullable Event enveloped;

  CatalogLooker(SharedPass.Selector selector) {
    this.selector = selector;
  }

  @Override
  public Place place(Found found) {
    enveloped = null;
    if (!Double.isNaN(found.time())) {
      return new At(found.time(), found.account());
    }
    Event event = LogEvents.enveloped(found);
    enveloped = event;
    return event == null
        ? new Foreign()
        : new At(event.time(), String.valueOf(event.field("host")));
  }

  @Override
  public SharedPass.@Nullable Selection look(Found found) {
    Event event = enveloped;
    if (event != null) {
      byte[] json = event.raw().getBytes(StandardCharsets.UTF_8);
      return selector.mayConcern(json, 0, json.length) ? selector.select(event) : null;
    }
    return selector.mayConcern(found.json(), found.offset(), found.length())
        ? selector.select(LogEvents.cloudTrail(found))
        : null;
  }
}
