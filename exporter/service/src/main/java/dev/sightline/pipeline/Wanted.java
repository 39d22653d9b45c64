package dev.sightline.pipeline;

import dev.sightline.hec.HecEvent;

/** Which events of an object or message are to be sent. */
public interface Wanted {
  /** All of them. */
  Wanted ALL =
      new Wanted() {
        @Override
        public boolean record(long ordinal) {
          return true;
        }

        @Override
        public boolean event(long ordinal, HecEvent event) {
          return true;
        }
      };

  /** Whether the record at this place is to be dealt with at all. */
  boolean record(long ordinal);

  /** Whether this event of it is to be sent where it goes to. */
  boolean event(long ordinal, HecEvent event);
}
