package dev.sightline.cloudtrail;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what a reader hands out, and how the reading ended. */
final class Collected implements RecordConsumer {
  /** A record whose bytes are kept, one character for each. */
  record Kept(
      String bytes,
      long ordinal,
      long eventTimeMillis,
      @Nullable String recipientAccountId,
      @Nullable String awsRegion,
      @Nullable String eventId,
      List<String> members) {}

  final List<Kept> records = new ArrayList<>();
  final List<UnreadableRecord> unreadable = new ArrayList<>();
  @Nullable Contents contents;
  @Nullable IOException exception;

  @Override
  public void accept(CloudTrailRecord record) {
    records.add(
        new Kept(
            latin1(record.buffer(), record.offset(), record.length()),
            record.ordinal(),
            record.eventTimeMillis(),
            record.recipientAccountId(),
            record.awsRegion(),
            record.eventId(),
            members(record.members())));
  }

  /** The texts of the members by which rules decide, an empty one for what is absent. */
  static List<String> members(RecordMembers members) {
    return Arrays.stream(RecordMembers.Name.values()).map(members::text).toList();
  }

  @Override
  public void unreadable(UnreadableRecord record) {
    unreadable.add(record);
  }

  /** The records as text. */
  List<String> texts() {
    return records.stream()
        .map(kept -> new String(bytes(kept.bytes()), StandardCharsets.UTF_8))
        .toList();
  }

  static String latin1(byte[] bytes, int from, int length) {
    return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
  }

  static byte[] bytes(String latin1) {
    return latin1.getBytes(StandardCharsets.ISO_8859_1);
  }

  static Collected read(CloudTrailReader reader, InputStream stream) throws InterruptedException {
    Collected collected = new Collected();
    try {
      collected.contents = reader.read(stream, collected);
    } catch (IOException e) {
      collected.exception = e;
    }
    return collected;
  }

  static Collected readAny(CloudTrailReader reader, byte[] bytes) throws InterruptedException {
    Collected collected = new Collected();
    try {
      collected.contents = reader.readAny(new ByteArrayInputStream(bytes), collected);
    } catch (IOException e) {
      collected.exception = e;
    }
    return collected;
  }

  /** A stream that hands out so many bytes at a time, as networks do. */
  static InputStream inPieces(byte[] bytes, int size) {
    return new InputStream() {
      private int at;

      @Override
      public int read() {
        return at == bytes.length ? -1 : bytes[at++] & 0xFF;
      }

      @Override
      public int read(byte[] target, int offset, int length) {
        if (at == bytes.length) {
          return -1;
        }
        byte[] piece =
            Arrays.copyOfRange(bytes, at, Math.min(bytes.length, at + Math.min(size, length)));
        System.arraycopy(piece, 0, target, offset, piece.length);
        at += piece.length;
        return piece.length;
      }
    };
  }
}
