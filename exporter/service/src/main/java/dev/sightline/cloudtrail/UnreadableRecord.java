package dev.sightline.cloudtrail;

/**
 * A record of a log that cannot be carried.
 *
 * @param ordinal its place among the records of the log, from 0
 * @param reason why
 * @param length its length in bytes
 */
public record UnreadableRecord(long ordinal, Reason reason, long length) {
  /** Why a record cannot be carried. */
  public enum Reason {
    /** It is longer than the reader's maximum; its bytes were never held. */
    TOO_LARGE("is larger than the limit for one record"),
    /** It is a number, a string, a list or another JSON value. */
    NOT_AN_OBJECT("is not a JSON object"),
    /** It is an object without the members of a CloudTrail record; asked for files only. */
    NOT_CLOUDTRAIL("is a JSON object, but not a CloudTrail record");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /** One sentence: which record, and why. */
  public String message() {
    return "Record " + ordinal + " of " + length + " bytes " + reason.words + ".";
  }
}
