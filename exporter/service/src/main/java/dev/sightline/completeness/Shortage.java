package dev.sightline.completeness;

import com.fasterxml.jackson.annotation.JsonIgnore;
import dev.sightline.splunk.IndexedRecords;
import java.time.Instant;
import java.util.BitSet;

/**
 * What Splunk lacks of one object.
 *
 * @param identity of the object, as in the ids of its events
 * @param missing the ordinals, as {@code 0-3,7}
 * @param records how many those are
 * @param earliest time of the object's events, in seconds since 1970
 * @param latest likewise
 */
public record Shortage(
    String bucket,
    String key,
    String identity,
    String missing,
    long records,
    long earliest,
    long latest) {

  /** The ordinals. */
  public BitSet ordinals() {
    return Ordinals.parse(missing);
  }

  /** Of the object's events. */
  @JsonIgnore
  public IndexedRecords.Period period() {
    return new IndexedRecords.Period(
        Instant.ofEpochSecond(earliest), Instant.ofEpochSecond(latest));
  }
}
