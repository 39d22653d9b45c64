package dev.sightline.cloudtrail;

import dev.sightline.cloudtrail.UnreadableRecord.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Walks the documents of one stream and hands out their records. Used once. */
final class LogCutter {
  /** How much white space a file may begin with: more is no log but an attempt to keep us busy. */
  private static final int MAXIMUM_LEADING_SPACE = 64 << 10;

  /** A longer name is none that anyone looks for. */
  private static final int MAXIMUM_NAME_BYTES = 1_024;

  /** The member that holds the records of a log. */
  static final String RECORDS_LIST = "Records";

  private static final byte[] RECORDS = "{\"Records\":[".getBytes(StandardCharsets.US_ASCII);

  private final Window window;
  private final RecordConsumer consumer;
  private final int maximumRecordBytes;
  private final Wanted wanted;
  private final String listName;
  private final Members members = new Members();
  private final RecordScanner scanner = new RecordScanner(members);
  private final ExactReader exact = new ExactReader(members);
  private final ValueSkipper skipper;
  private long ordinal;
  private boolean listed;

  /** What counts as a record. */
  enum Wanted {
    /** What stands in a log as CloudTrail stores it. */
    STORED,
    /** What has the members of a record, wherever it stands. */
    RECORDS,
    /** Every object. */
    OBJECTS
  }

  /** What a list holds. */
  private enum Elements {
    RECORDS,
    BARE_RECORDS,
    LOOKED_UP_EVENTS
  }

  /**
   * @param listName the member whose list holds the records
   */
  LogCutter(
      Window window,
      RecordConsumer consumer,
      int maximumRecordBytes,
      Wanted wanted,
      String listName) {
    this.listName = listName;
    this.window = window;
    this.consumer = consumer;
    this.maximumRecordBytes = maximumRecordBytes;
    this.wanted = wanted;
    this.skipper = new ValueSkipper(window);
  }

  /** One log as CloudTrail stores it, or a digest. */
  Contents log() throws IOException, InterruptedException {
    int first = start();
    if (first != '{') {
      throw new NotCloudTrailException(
          first == '['
              ? "The file is a JSON list, not a CloudTrail log: a log is an object with 'Records'."
              : notJson());
    }
    boolean digest = document(false);
    if (window.nonSpace() >= 0) {
      throw malformed("has something behind its end");
    }
    return digest ? new Contents.Digest() : new Contents.Log(ordinal);
  }

  /** Whatever form of records a file may have. */
  Contents any() throws IOException, InterruptedException {
    int first = start();
    boolean digests = false;
    while (first >= 0) {
      if (first == '[') {
        listed = true;
        list(Elements.BARE_RECORDS);
      } else if (first == '{') {
        digests |= bareOrDocument();
      } else {
        throw listed ? malformed("is not JSON any more") : new NotCloudTrailException(notJson());
      }
      first = window.nonSpace();
    }
    return digests && ordinal == 0 ? new Contents.Digest() : new Contents.Log(ordinal);
  }

  /** Goes to the first byte that matters and tells it. */
  private int start() throws IOException {
    if (window.peek() == 0xEF && window.limit() >= 3) {
      byte[] head = window.buffer();
      if ((head[1] & 0xFF) == 0xBB && (head[2] & 0xFF) == 0xBF) {
        window.position(3);
      }
    }
    long from = window.offset();
    while (true) {
      int c = window.peek();
      if (c < 0) {
        throw new NotCloudTrailException(
            "The file is empty or has nothing but white space: it is not a CloudTrail log.");
      }
      if (c != ' ' && c != '\n' && c != '\r' && c != '\t') {
        return c;
      }
      if (window.offset() - from >= MAXIMUM_LEADING_SPACE) {
        throw new NotCloudTrailException(
            "The file begins with more than "
                + MAXIMUM_LEADING_SPACE
                + " bytes of white space: it is not a CloudTrail log.");
      }
      window.position(window.position() + 1);
    }
  }

  /** In a file of any form: an object that is either a record or has them in a list. */
  private boolean bareOrDocument() throws IOException, InterruptedException {
    if (beginsWithRecords()) {
      return document(true);
    }
    int end = scan();
    if (members.saw(Members.Member.RECORDS)
        || members.saw(Members.Member.EVENTS)
        || members.saw(Members.Member.DIGEST_S3_BUCKET)
        || (end < 0 && !members.bareRecord())) {
      return document(true);
    }
    if (!isRecord() && !listed) {
      throw new NotCloudTrailException(
          "The file is JSON, but has neither 'Records' nor the members of a CloudTrail record.");
    }
    listed = true;
    record(Elements.BARE_RECORDS);
    return false;
  }

  /** Whether the object begins as CloudTrail writes logs: then it need not be held to be known. */
  private boolean beginsWithRecords() {
    byte[] buffer = window.buffer();
    int from = window.position();
    return window.limit() - from > RECORDS.length
        && Arrays.equals(buffer, from, from + RECORDS.length, RECORDS, 0, RECORDS.length);
  }

  /**
   * An object with the records in a list.
   *
   * @return whether it was a digest instead
   */
  private boolean document(boolean lookup) throws IOException, InterruptedException {
    boolean listedHere = false;
    boolean digestStart = false;
    boolean digestBucket = false;
    boolean account = false;
    long start = window.offset();
    window.position(window.position() + 1);
    int c = window.nonSpace();
    if (c == '}') {
      window.position(window.position() + 1);
    }
    while (c != '}') {
      String name = name();
      if (window.nonSpace() != ':') {
        throw fault("has a name without a ':' behind it");
      }
      window.position(window.position() + 1);
      c = window.nonSpace();
      boolean records = name.equals(listName);
      if (records || (lookup && name.equals("Events"))) {
        if (c != '[') {
          throw fault("has a '" + name + "' that is not a list");
        }
        listed = true;
        listedHere = true;
        list(records ? Elements.RECORDS : Elements.LOOKED_UP_EVENTS);
      } else {
        digestStart |= name.equals("digestStartTime");
        digestBucket |= name.equals("digestS3Bucket");
        account |= name.equals("awsAccountId");
        if (!skipper.skip()) {
          throw fault("ends early or is not JSON");
        }
      }
      c = window.nonSpace();
      if (c != ',' && c != '}') {
        throw fault("ends early or is not JSON");
      }
      window.position(window.position() + 1);
      if (c == ',') {
        window.nonSpace();
      }
    }
    boolean digest = digestBucket && (digestStart || account) && !listedHere;
    if (!listed && !digest) {
      throw new NotCloudTrailException(
          "The file is a JSON object without '"
              + listName
              + (listName.equals(RECORDS_LIST) ? "': it is not a CloudTrail log." : "'."));
    }
    if (!listedHere && !digest) {
      long length = window.offset() - start;
      unreadable(length > maximumRecordBytes ? Reason.TOO_LARGE : Reason.NOT_CLOUDTRAIL, length);
    }
    return digest;
  }

  /** Reads a member's name; one that is too long to be looked for is passed over. */
  private String name() throws IOException {
    if (window.peek() != '"') {
      throw fault("ends early or is not JSON");
    }
    int length = nameLength();
    while (length == 0 && window.more(MAXIMUM_NAME_BYTES)) {
      length = nameLength();
    }
    if (length == 0) {
      if (!skipper.skip()) {
        throw fault("ends early or is not JSON");
      }
      return "";
    }
    String name = ExactReader.name(window.buffer(), window.position(), length);
    if (name == null) {
      throw fault("has a name that is not JSON");
    }
    window.position(window.position() + length);
    return name;
  }

  /** How long the name at the window's position is, with its quotation marks; 0 where too long. */
  private int nameLength() {
    byte[] buffer = window.buffer();
    int from = window.position();
    int limit = Math.min(window.limit(), from + MAXIMUM_NAME_BYTES);
    int at = from + 1;
    while (at < limit && buffer[at] != '"') {
      at += buffer[at] == '\\' ? 2 : 1;
    }
    return at < limit ? at + 1 - from : 0;
  }

  private void list(Elements elements) throws IOException, InterruptedException {
    window.position(window.position() + 1);
    int c = window.nonSpace();
    while (c != ']') {
      if (c == '{') {
        record(elements);
      } else {
        long start = window.offset();
        if (!skipper.skip()) {
          throw malformed("ends early or is not JSON");
        }
        unreadable(Reason.NOT_AN_OBJECT, window.offset() - start);
      }
      c = window.nonSpace();
      if (c == ',') {
        window.position(window.position() + 1);
        c = window.nonSpace();
        if (c == ']') {
          throw malformed("has a ',' with nothing behind it");
        }
      } else if (c != ']') {
        throw malformed("ends early or is not JSON");
      }
    }
    window.position(window.position() + 1);
  }

  private void record(Elements elements) throws IOException, InterruptedException {
    int end = scan();
    if (end == RecordScanner.NOT_UNDERSTOOD) {
      long at = window.offset() + exact.faultAt();
      throw new MalformedLogException("is not JSON (" + exact.fault() + ")", at, ordinal);
    }
    if (end == RecordScanner.MORE) {
      long start = window.offset();
      if (window.limit() - window.position() <= maximumRecordBytes || !skipper.skip()) {
        throw malformed("ends in the middle of a record, or is not JSON just before its end");
      }
      unreadable(Reason.TOO_LARGE, window.offset() - start);
      return;
    }
    int from = window.position();
    int length = end - from;
    window.position(end);
    if (length > maximumRecordBytes) {
      unreadable(Reason.TOO_LARGE, length);
      return;
    }
    switch (elements) {
      case RECORDS -> accept(window.buffer(), from, length);
      case BARE_RECORDS -> bare(window.buffer(), from, length);
      case LOOKED_UP_EVENTS -> lookedUp(from, end);
    }
  }

  private boolean isRecord() {
    return wanted == Wanted.OBJECTS || members.bareRecord();
  }

  private void bare(byte[] buffer, int from, int length) throws IOException, InterruptedException {
    if (isRecord()) {
      accept(buffer, from, length);
    } else {
      unreadable(Reason.NOT_CLOUDTRAIL, length);
    }
  }

  /** An event that was looked up has its record inside, as JSON in a string. */
  private void lookedUp(int from, int end) throws IOException, InterruptedException {
    byte @Nullable [] text = ExactReader.text(window.buffer(), from, end, "CloudTrailEvent");
    if (text == null) {
      unreadable(Reason.NOT_CLOUDTRAIL, end - from);
      return;
    }
    byte[] buffer = new byte[text.length + Window.SLACK_BYTES];
    System.arraycopy(text, 0, buffer, 0, text.length);
    int scanned = text.length == 0 || text[0] != '{' ? 0 : scanner.scan(buffer, 0, text.length);
    if (scanned == RecordScanner.NOT_UNDERSTOOD) {
      scanned = exact.scan(buffer, 0, text.length);
    }
    if (scanned != text.length) {
      unreadable(Reason.NOT_CLOUDTRAIL, end - from);
      return;
    }
    bare(buffer, 0, text.length);
  }

  /**
   * Scans the record at the window's position; the window grows until the record is whole in it or
   * larger than the maximum.
   */
  private int scan() throws IOException {
    while (true) {
      byte[] buffer = window.buffer();
      int end = scanner.scan(buffer, window.position(), window.limit());
      if (end == RecordScanner.NOT_UNDERSTOOD) {
        end = exact.scan(buffer, window.position(), window.limit());
      }
      if (end != RecordScanner.MORE || !window.more(maximumRecordBytes + 1)) {
        return end;
      }
    }
  }

  private void accept(byte[] buffer, int from, int length)
      throws IOException, InterruptedException {
    CloudTrailRecord record = members.record(buffer, from, length, ordinal);
    ordinal++;
    consumer.accept(record);
  }

  private void unreadable(Reason reason, long length) throws IOException, InterruptedException {
    UnreadableRecord record = new UnreadableRecord(ordinal, reason, length);
    ordinal++;
    consumer.unreadable(record);
  }

  private IOException fault(String what) {
    return listed
        ? malformed(what)
        : new NotCloudTrailException(
            "The file "
                + what
                + ", near byte "
                + window.offset()
                + ": it is not a CloudTrail log.");
  }

  private MalformedLogException malformed(String what) {
    return new MalformedLogException(what, window.offset(), ordinal);
  }

  private String notJson() throws IOException {
    if (window.peek() == '<') {
      return "The file is HTML or XML, not JSON: it is not a CloudTrail log.";
    }
    int length = Math.min(16, window.limit() - window.position());
    String head =
        new String(window.buffer(), window.position(), length, StandardCharsets.US_ASCII)
            .replaceAll("[^ -~]", "?");
    return "The file is not JSON, it begins with '" + head + "': it is not a CloudTrail log.";
  }
}
