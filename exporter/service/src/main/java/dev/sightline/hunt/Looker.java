package dev.sightline.hunt;

import org.jspecify.annotations.Nullable;

/** Looks at objects on one of the threads that read. Each thread has a looker of its own. */
interface Looker<T> {
  /** What is made of the object; null for nothing. */
  @Nullable T look(Found found);

  /** Where an object stands in time, and whose it is. */
  sealed interface Place {}

  /**
   * An event of something.
   *
   * @param time seconds since 1970, NaN where it has none
   */
  record At(double time, @Nullable String account) implements Place {}

  /** Nothing that is looked for. */
  record Foreign() implements Place {}

  /** Where the object stands; asked before {@link #look}. */
  Place place(Found found);
}
