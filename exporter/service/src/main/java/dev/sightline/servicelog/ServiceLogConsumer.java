package dev.sightline.servicelog;

import java.io.IOException;

/** Takes the records of one log, in their order. */
public interface ServiceLogConsumer {
  /** A record; its bytes are gone once this returns. */
  void accept(ServiceRecord record) throws IOException, InterruptedException;

  /** A line or an object that cannot be carried, and why in one sentence. */
  void unreadable(long ordinal, String reason) throws IOException, InterruptedException;
}
