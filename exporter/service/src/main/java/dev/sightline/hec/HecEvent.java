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
 * @param mark what rules made of it; null where it is as it came
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
    @Nullable Mark mark,
    byte[] buffer,
    int offset,
    int length) {

  /**
   * What rules made of an event, in indexed fields beside its id.
   *
   * @param rule the rule's id
   * @param factor for how many events it stands, itself included
   * @param unreduced whether it is the whole of one that rules have left out or trimmed
   */
  public record Mark(String rule, int factor, boolean unreduced) {}

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
    this(timeMillis, host, source, sourcetype, index, sightlineId, 0, null, buffer, offset, length);
  }

  /** An event for one of several Splunks. */
  public HecEvent(
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
    this(
        timeMillis,
        host,
        source,
        sourcetype,
        index,
        sightlineId,
        destination,
        null,
        buffer,
        offset,
        length);
  }

  /** The same event for an index, with another sourcetype or source, in one of several Splunks. */
  public HecEvent to(
      int otherDestination,
      @Nullable String otherIndex,
      String otherSourcetype,
      String otherSource) {
    return new HecEvent(
        timeMillis,
        host,
        otherSource,
        otherSourcetype,
        otherIndex,
        sightlineId,
        otherDestination,
        mark,
        buffer,
        offset,
        length);
  }

  /** The same event with what rules made of it. */
  public HecEvent marked(Mark added) {
    return marked(sightlineId, added, buffer, offset, length);
  }

  /** The same event with another id, other bytes, and what rules made of it. */
  public HecEvent marked(String id, Mark added, byte[] bytes, int from, int size) {
    return new HecEvent(
        timeMillis, host, source, sourcetype, index, id, destination, added, bytes, from, size);
  }
}
