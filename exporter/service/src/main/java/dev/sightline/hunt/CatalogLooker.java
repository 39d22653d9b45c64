package dev.sightline.hunt;

import dev.sightline.spl.SharedPass;
import org.jspecify.annotations.Nullable;

/**
 * Finds which searches of the catalog want something: records, findings, and what is beside them.
 */
final class CatalogLooker implements Looker<SharedPass.Selection> {
  private final SharedPass.Selector selector;

  CatalogLooker(SharedPass.Selector selector) {
    this.selector = selector;
  }

  @Override
  public Place place(Found found) {
    return found.type() == Found.Type.OTHER ? new Foreign() : new At(found.time(), found.account());
  }

  @Override
  public SharedPass.@Nullable Selection look(Found found) {
    return selector.mayConcern(found.json(), found.offset(), found.length())
        ? selector.select(LogEvents.known(found))
        : null;
  }
}
