package dev.sightline.content;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.family.Family;
import dev.sightline.flowlog.FlowLogFormat;
import dev.sightline.flowlog.FlowLogLine;
import dev.sightline.guardduty.Finding;
import dev.sightline.resolver.ResolverQuery;
import dev.sightline.servicelog.ServiceRecord;
import java.io.IOException;

/**
 * Takes what one object or file holds, as what it is, in its order. Views are gone once a method
 * returns. An ordinal is a place in the whole file, from 0.
 */
public interface Recipient {
  /** A record of CloudTrail. */
  void cloudTrail(CloudTrailRecord record) throws IOException, InterruptedException;

  /** A record of which only some members are known; its JSON says so. */
  void partial(CloudTrailRecord record) throws IOException, InterruptedException;

  /** A finding of GuardDuty. */
  void finding(Finding finding, long ordinal) throws IOException, InterruptedException;

  /** The columns of the lines that follow. */
  void format(String name, FlowLogFormat format);

  /** A line of a flow log. */
  void flow(FlowLogLine line) throws IOException, InterruptedException;

  /** A query of Route 53 Resolver. */
  void query(ResolverQuery query) throws IOException, InterruptedException;

  /** Another event of EventBridge. */
  void event(EventBridgeEvent event, long ordinal) throws IOException, InterruptedException;

  /**
   * A JSON object of which nothing is known.
   *
   * @param timeMillis its eventTime, -1 where it has none
   */
  void unknown(byte[] buffer, int offset, int length, long ordinal, long timeMillis)
      throws IOException, InterruptedException;

  /** What stands among the records of a log, and has not the shape of one. */
  default void shapeless(CloudTrailRecord record) throws IOException, InterruptedException {
    unknown(
        record.buffer(),
        record.offset(),
        record.length(),
        record.ordinal(),
        record.timed() ? record.eventTimeMillis() : -1);
  }

  /** Something that cannot be taken, and why in one sentence. */
  void unreadable(long ordinal, String reason) throws IOException, InterruptedException;

  /** Something that is there and means nothing, under its name. */
  void nothing(String name);

  /**
   * A content of the file begins.
   *
   * @param name the file's, or the file's and an entry's
   * @param packed what it is packed in, empty for nothing
   */
  default void begins(String name, String packed, Kind kind) {}

  /**
   * Whether a log of another service is to be read and handed on. Where it is not, it is told as
   * {@link #other}, once for each content.
   *
   * @throws UnreadableContentException where it is to be kept
   */
  default boolean wants(String name, Family family) throws UnreadableContentException {
    other(name, family.id(), family.words());
    return false;
  }

  /** A line or an object of such a log. */
  default void service(ServiceRecord record) throws IOException, InterruptedException {}

  /**
   * A content is something that AWS stores and that is not handed on.
   *
   * @param id the name under which it is counted
   * @param words what it is, for people
   */
  default void other(String name, String id, String words) {
    nothing(id);
  }

  /**
   * One content of several cannot be read, or not to its end; the others are read.
   *
   * @throws UnreadableContentException where nobody goes on
   */
  void damaged(String name, String reason, long ordinal) throws IOException, InterruptedException;
}
