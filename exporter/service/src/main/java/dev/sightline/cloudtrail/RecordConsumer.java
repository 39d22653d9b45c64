package dev.sightline.cloudtrail;

import java.io.IOException;

/** Takes the records of one log, in their order. */
public interface RecordConsumer {
  /** A record; its bytes are gone once this returns. */
  void accept(CloudTrailRecord record) throws IOException, InterruptedException;

  /** A record that cannot be carried. */
  void unreadable(UnreadableRecord record) throws IOException, InterruptedException;
}
