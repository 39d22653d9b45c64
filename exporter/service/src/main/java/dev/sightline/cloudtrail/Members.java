package dev.sightline.cloudtrail;

import dev.sightline.cloudtrail.CloudTrailRecord.Shape;
import dev.sightline.cloudtrail.RecordMembers.Name;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The members of a record that somebody looks at. One is filled again for each record; where a
 * member is repeated the last one counts, as in every JSON parser of the field.
 */
final class Members {
  /** The longest identifier that is handed on; AWS's have at most 64 characters. */
  private static final int MAXIMUM_CHARACTERS = 256;

  /** More bytes than so many characters of UTF-8 can have. */
  private static final int MAXIMUM_BYTES = 4 * MAXIMUM_CHARACTERS;

  /** A member that somebody looks at. */
  enum Member {
    EVENT_TIME(0, "eventTime"),
    RECIPIENT_ACCOUNT_ID(1, "recipientAccountId"),
    AWS_REGION(2, "awsRegion"),
    EVENT_ID(3, "eventID"),
    EVENT_VERSION(5, "eventVersion"),
    EVENT_NAME(6, "eventName"),
    EVENT_SOURCE(7, "eventSource"),
    READ_ONLY(11, "readOnly"),
    ERROR_CODE(12, "errorCode"),
    EVENT_CATEGORY(13, "eventCategory"),
    USER_IDENTITY(14, "userIdentity"),
    /** Of a log, not of a record. */
    RECORDS(8, "Records"),
    /** Of what {@code aws cloudtrail lookup-events} prints. */
    EVENTS(9, "Events"),
    /** Of a digest. */
    DIGEST_S3_BUCKET(10, "digestS3Bucket");

    private final int bit;

    @SuppressWarnings("ImmutableEnumChecker") // Written once and never handed out.
    private final byte[] name;

    Member(int place, String name) {
      this.bit = 1 << place;
      this.name = name.getBytes(StandardCharsets.US_ASCII);
    }

    /** The member of that name, given as bytes without escapes; null where nobody looks at it. */
    static @Nullable Member of(byte[] buffer, int from, int to) {
      Member candidate =
          switch (to - from) {
            case 6 -> EVENTS;
            case 7 -> buffer[from] == 'R' ? RECORDS : EVENT_ID;
            case 8 -> READ_ONLY;
            case 9 ->
                switch (buffer[from + 5]) {
                  case 'T' -> EVENT_TIME;
                  case 'N' -> EVENT_NAME;
                  case 'C' -> ERROR_CODE;
                  default -> AWS_REGION;
                };
            case 11 -> EVENT_SOURCE;
            case 12 -> buffer[from] == 'u' ? USER_IDENTITY : EVENT_VERSION;
            case 13 -> EVENT_CATEGORY;
            case 14 -> DIGEST_S3_BUCKET;
            case 18 -> RECIPIENT_ACCOUNT_ID;
            default -> null;
          };
      return candidate != null
              && Arrays.equals(buffer, from, to, candidate.name, 0, candidate.name.length)
          ? candidate
          : null;
    }
  }

  private long eventTimeMillis;
  private @Nullable String recipientAccountId;
  private @Nullable String awsRegion;
  private @Nullable String eventId;
  private final RecordMembers deciding = new RecordMembers();
  private int seen;

  /** Forgets the record before. */
  void clear() {
    eventTimeMillis = EventTime.UNKNOWN;
    recipientAccountId = null;
    awsRegion = null;
    eventId = null;
    deciding.clear();
    seen = 0;
  }

  /** Notes that the member is there; its value, if it is a string, is told next. */
  void sees(Member member) {
    seen |= member.bit;
    switch (member) {
      case EVENT_TIME -> eventTimeMillis = EventTime.UNKNOWN;
      case RECIPIENT_ACCOUNT_ID -> recipientAccountId = null;
      case AWS_REGION -> awsRegion = null;
      case EVENT_ID -> eventId = null;
      case EVENT_NAME -> deciding.forget(Name.EVENT_NAME);
      case EVENT_SOURCE -> deciding.forget(Name.EVENT_SOURCE);
      case READ_ONLY -> deciding.forget(Name.READ_ONLY);
      case ERROR_CODE -> deciding.forget(Name.ERROR_CODE);
      case EVENT_CATEGORY -> deciding.forget(Name.EVENT_CATEGORY);
      case USER_IDENTITY -> deciding.forgetIdentity();
      case EVENT_VERSION, RECORDS, EVENTS, DIGEST_S3_BUCKET -> {}
    }
  }

  /** Takes a member's value: the bytes between the quotation marks, without escapes in them. */
  void takes(Member member, byte[] buffer, int from, int to) {
    switch (member) {
      case EVENT_TIME -> eventTimeMillis = EventTime.millis(buffer, from, to);
      case RECIPIENT_ACCOUNT_ID -> recipientAccountId = text(buffer, from, to);
      case AWS_REGION -> awsRegion = text(buffer, from, to);
      case EVENT_ID -> eventId = text(buffer, from, to);
      case EVENT_NAME -> deciding.note(Name.EVENT_NAME, buffer, from, to);
      case EVENT_SOURCE -> deciding.note(Name.EVENT_SOURCE, buffer, from, to);
      case READ_ONLY -> deciding.note(Name.READ_ONLY, buffer, from, to);
      case ERROR_CODE -> deciding.note(Name.ERROR_CODE, buffer, from, to);
      case EVENT_CATEGORY -> deciding.note(Name.EVENT_CATEGORY, buffer, from, to);
      case USER_IDENTITY, EVENT_VERSION, RECORDS, EVENTS, DIGEST_S3_BUCKET -> {}
    }
  }

  /** Takes a member's value that is true or false: only some are told by such. */
  void takesWord(Member member, byte[] buffer, int from, int to) {
    switch (member) {
      case EVENT_NAME, EVENT_SOURCE, READ_ONLY, ERROR_CODE, EVENT_CATEGORY ->
          takes(member, buffer, from, to);
      default -> {}
    }
  }

  /** Takes a member's value that is an object, with its braces. */
  void takesObject(Member member, byte[] buffer, int from, int to) {
    if (member == Member.USER_IDENTITY) {
      deciding.noteIdentity(buffer, from, to);
    }
  }

  private static @Nullable String text(byte[] buffer, int from, int to) {
    if (to - from > MAXIMUM_BYTES) {
      return null;
    }
    String text = new String(buffer, from, to - from, StandardCharsets.UTF_8);
    return text.length() > MAXIMUM_CHARACTERS ? null : text;
  }

  boolean saw(Member member) {
    return (seen & member.bit) != 0;
  }

  /** Whether an object with these members is a CloudTrail record. */
  boolean bareRecord() {
    return saw(Member.EVENT_TIME)
        || (saw(Member.EVENT_VERSION) && (saw(Member.EVENT_NAME) || saw(Member.EVENT_SOURCE)));
  }

  /** The record at that place of the buffer. */
  CloudTrailRecord record(byte[] buffer, int offset, int length, long ordinal) throws IOException {
    boolean timed = eventTimeMillis >= 0;
    boolean told = timed && recipientAccountId != null && eventId != null;
    if (told && saw(Member.EVENT_NAME)) {
      return new CloudTrailRecord(
          buffer,
          offset,
          length,
          ordinal,
          eventTimeMillis,
          recipientAccountId,
          awsRegion,
          eventId,
          Shape.CALL,
          true,
          deciding);
    }
    OtherMembers others = OtherMembers.of(buffer, offset, length);
    return new CloudTrailRecord(
        buffer,
        offset,
        length,
        ordinal,
        timed ? eventTimeMillis : others.millis(),
        recipientAccountId != null ? recipientAccountId : others.text(OtherMembers.ACCOUNTS),
        awsRegion,
        eventId != null ? eventId : others.text(OtherMembers.IDS),
        saw(Member.EVENT_NAME) ? Shape.CALL : others.shape(),
        timed,
        deciding);
  }
}
