package dev.sightline.completeness;

import dev.sightline.digest.LogFile;
import dev.sightline.splunk.IndexedRecords;
import java.time.Instant;
import java.util.BitSet;
import java.util.Map;

/**
 * What an object holds, and so what Splunk should have.
 *
 * @param identity of the object, as in the ids of its events
 * @param ordinals of the records that have the object's id
 * @param own the ids of those that have one of their own, by their ordinals
 * @param period of all of them
 * @param modified when it was written
 * @param to takes what Splunk says of it
 */
record Counted(
    LogFile log,
    String identity,
    BitSet ordinals,
    Map<Integer, String> own,
    IndexedRecords.Period period,
    Instant modified,
    Findings to) {

  long records() {
    return ordinals.cardinality() + (long) own.size();
  }

  /** Whether it has every ordinal from the first on, so that a count tells everything. */
  boolean isPlain() {
    return own.isEmpty() && ordinals.length() == ordinals.cardinality();
  }

  String location() {
    return "s3://" + log.bucket() + "/" + log.key();
  }
}
