package dev.sightline.cloudtrail;

import java.io.IOException;
import java.io.InputStream;

/**
 * Reads the records out of CloudTrail's files. Memory is one window, which grows to the largest
 * record and not with the file. Safe for any number of threads, each with its own stream.
 */
public final class CloudTrailReader {
  /** 5 MiB for one record: twenty times what CloudTrail writes at most, and Splunk's own limit. */
  public static final int MAXIMUM_RECORD_BYTES = 5 << 20;

  private static final int WINDOW_BYTES = 128 << 10;

  private final int maximumRecordBytes;
  private final int windowBytes;

  /**
   * @param maximumRecordBytes a longer record is told as unreadable; 2 at least
   */
  public CloudTrailReader(int maximumRecordBytes) {
    this(maximumRecordBytes, WINDOW_BYTES);
  }

  CloudTrailReader(int maximumRecordBytes, int windowBytes) {
    if (maximumRecordBytes < 2 || maximumRecordBytes == Integer.MAX_VALUE) {
      throw new IllegalArgumentException(
          "The limit for one record is from 2 bytes to just under 2 GiB: it is "
              + maximumRecordBytes
              + ".");
    }
    this.maximumRecordBytes = maximumRecordBytes;
    this.windowBytes = windowBytes;
  }

  /**
   * Reads an object as CloudTrail stores it: {@code {"Records":[…]}}, in any order of members, or a
   * digest.
   *
   * @throws NotCloudTrailException where it is anything else; nothing was handed out
   * @throws MalformedLogException where it is damaged; the records before that were handed out
   * @throws IOException where the stream or the consumer fails, unchanged
   */
  public Contents read(InputStream stream, RecordConsumer consumer)
      throws IOException, InterruptedException {
    return cutter(stream, consumer, LogCutter.Wanted.STORED, LogCutter.RECORDS_LIST).log();
  }

  /**
   * Reads a file in whatever form people keep records: as {@link #read}, or a record by itself, a
   * JSON list of records, records or logs one after another (JSON Lines), or what {@code aws
   * cloudtrail lookup-events} prints. Ordinals count through the whole file.
   *
   * @throws NotCloudTrailException as {@link #read}
   * @throws MalformedLogException as {@link #read}
   * @throws IOException as {@link #read}
   */
  public Contents readAny(InputStream stream, RecordConsumer consumer)
      throws IOException, InterruptedException {
    return cutter(stream, consumer, LogCutter.Wanted.RECORDS, LogCutter.RECORDS_LIST).any();
  }

  /**
   * Reads a file as {@link #readAny}, and takes every JSON object in it for a record, whatever its
   * members: findings, or lines of somebody's own.
   *
   * @throws NotCloudTrailException where it is no JSON; nothing was handed out
   * @throws MalformedLogException as {@link #read}
   * @throws IOException as {@link #read}
   */
  public Contents readObjects(InputStream stream, RecordConsumer consumer)
      throws IOException, InterruptedException {
    return cutter(stream, consumer, LogCutter.Wanted.OBJECTS, LogCutter.RECORDS_LIST).any();
  }

  /**
   * Reads an object as {@link #read}, whose records are whatever objects stand in the list of
   * another member.
   *
   * @throws NotCloudTrailException where there is no such list; nothing was handed out
   * @throws MalformedLogException as {@link #read}
   * @throws IOException as {@link #read}
   */
  public Contents readList(InputStream stream, String member, RecordConsumer consumer)
      throws IOException, InterruptedException {
    return cutter(stream, consumer, LogCutter.Wanted.STORED, member).log();
  }

  private LogCutter cutter(
      InputStream stream, RecordConsumer consumer, LogCutter.Wanted wanted, String list) {
    return new LogCutter(
        new Window(stream, windowBytes), consumer, maximumRecordBytes, wanted, list);
  }
}
