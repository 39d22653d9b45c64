package dev.sightline.hec;

import org.jspecify.annotations.Nullable;

/**
 * One event with its metadata, as HEC wants them. The bytes are a view on somebody else's buffer:
 * valid until the call that was given the event returns.
 *
 * @param timeMillis milliseconds since 1970, or negative where the event has no readable time; HEC
 *     then uses the time of arrival
 * @param index the index, or null for the token's default
 * @param sightlineId the one indexed field: the same for every copy of the same event
 * @param destination which Splunk it is for, by its place among the named ones; 0 is the one of the
 *     settings {@code sightline.hec.*}
 * @param buffer holds the event, a JSON value in UTF-8 as it came, from {@code offset} on for
 *     {@code length} bytes
 */
public record HecEvent(
    long timeMillis,
    String host,
    String source,
    String sourcetype,
    @Nullable String index,
    String sightlineId,
    int destination,
    byte[] buffer,
    int offset,
    int length) {

  /** An event for the first Splunk. */
  public HecEvent(
      long timeMillis,
      String host,
      String source,
      String sourcetype,
      @Nullable String index,
      String sightlineId,
      byte[] buffer,
      int offset,
      int length) {
    this(timeMillis, host, source, sourcetype, index, sightlineId, 0, buffer, offset, length);
  }
}
