package dev.sightline.hunt;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.replay.LogSource;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What becomes of the records of one file before anybody looks at them. Used by one thread. */
@FunctionalInterface
public interface Sieve {
  /** What is left of a record; null for nothing. */
  @Nullable CloudTrailRecord left(CloudTrailRecord record) throws IOException;

  /** A sieve for each file; asked by several threads. */
  @FunctionalInterface
  interface OfFiles {
    /** Everything stays. */
    OfFiles NONE = _ -> record -> record;

    /** The sieve for a file. */
    Sieve of(LogSource source);
  }
}
