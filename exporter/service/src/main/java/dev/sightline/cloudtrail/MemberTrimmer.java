package dev.sightline.cloudtrail;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes named members out of a record: {@code tlsDetails}, or with a dot one of a member that is an
 * object, {@code responseElements.credentials}. Each is gone wherever it stands, as often as it
 * stands, with the white space around it and one comma; every other byte stays as AWS wrote it.
 *
 * <p>Immutable, and safe for any number of threads.
 */
public final class MemberTrimmer {
  /** What a record is found, dated, counted and attributed by. */
  private static final List<String> KEPT =
      List.of(
          "eventID",
          "eventTime",
          "eventName",
          "eventSource",
          "eventVersion",
          "eventType",
          "eventCategory",
          "awsRegion",
          "recipientAccountId",
          "accountId",
          "sharedEventID",
          "errorCode",
          "errorMessage",
          "readOnly",
          "managementEvent",
          "sourceIPAddress",
          "userIdentity",
          "userIdentity.type",
          "userIdentity.principalId",
          "userIdentity.arn",
          "userIdentity.accountId",
          "userIdentity.accessKeyId",
          "userIdentity.userName",
          "userIdentity.invokedBy",
          "timeWindow",
          "timeWindow.windowStart");

  private static final Pattern PATH =
      Pattern.compile("[A-Za-z0-9_-]{1,128}(\\.[A-Za-z0-9_-]{1,128}){0,7}");

  private final Wanted wanted = new Wanted();

  /** The members of one object that go, and those that are looked into. */
  private static final class Wanted {
    private final Map<String, Wanted> below = new HashMap<>();
    private final List<byte[]> names = new ArrayList<>();
    private boolean whole;

    Wanted member(String name) {
      return below.computeIfAbsent(
          name,
          added -> {
            names.add(added.getBytes(StandardCharsets.UTF_8));
            return new Wanted();
          });
    }
  }

  /**
   * @param members names, with dots for what stands deeper; each without {@link #refusal}
   */
  public MemberTrimmer(Collection<String> members) {
    for (String path : members) {
      Wanted at = wanted;
      for (String name : path.split("\\.", -1)) {
        at = at.member(name);
      }
      at.whole = true;
    }
  }

  /**
   * Why a member cannot be named to be trimmed, in words that follow its name; empty where it can.
   */
  public static Optional<String> refusal(String member) {
    if (!PATH.matcher(member).matches()) {
      return Optional.of(
          "is no name of a member: write tlsDetails, or responseElements.credentials for one that"
              + " stands in another");
    }
    return KEPT.contains(member)
        ? Optional.of("cannot be trimmed: records are found, dated, counted and attributed by it")
        : Optional.empty();
  }

  /**
   * The record without the members.
   *
   * @param record its bytes are from {@code offset} on, {@code length} of them
   * @return empty where none of them is in it, or where it is not JSON in their way: it is to be
   *     carried as it is
   */
  public Optional<byte[]> trimmed(byte[] record, int offset, int length) throws IOException {
    Cut cut = new Cut(record, offset + length);
    boolean understood = cut.object(offset, wanted) == offset + length;
    return understood && cut.found ? Optional.of(cut.out.toByteArray()) : Optional.empty();
  }

  /** One record on its way. Negative places say that it is not understood. */
  private static final class Cut {
    private static final int LOST = -1;

    private final byte[] record;
    private final int limit;
    private final ByteArrayOutputStream out;
    private boolean found;

    /** Whether the member that was read last goes. */
    private boolean leftOut;

    Cut(byte[] record, int limit) {
      this.record = record;
      this.limit = limit;
      this.out = new ByteArrayOutputStream(1 << 10);
    }

    /** Writes the object whose brace is at {@code from} without what goes; where it ends. */
    int object(int from, Wanted here) throws IOException {
      if (from >= limit || record[from] != '{') {
        return LOST;
      }
      out.write('{');
      int at = space(from + 1);
      if (at < limit && record[at] == '}') {
        out.write(record, from + 1, at + 1 - (from + 1));
        return at + 1;
      }
      boolean first = true;
      int delimiter = from;
      while (true) {
        int end = member(delimiter, here, first);
        if (end < 0) {
          return LOST;
        }
        first &= leftOut;
        delimiter = end;
        if (record[end] == '}') {
          out.write('}');
          return end + 1;
        }
      }
    }

    /**
     * Writes a member or leaves it out.
     *
     * @param delimiter the place of the brace or comma before it
     * @return the place of the comma or brace after it
     */
    private int member(int delimiter, Wanted here, boolean first) throws IOException {
      int key = space(delimiter + 1);
      int keyEnd = key < limit && record[key] == '"' ? string(key) : LOST;
      int colon = keyEnd < 0 ? LOST : space(keyEnd);
      if (colon < 0 || colon >= limit || record[colon] != ':') {
        return LOST;
      }
      int value = space(colon + 1);
      Wanted named = named(here, key, keyEnd);
      if (named != null && named.whole) {
        leftOut = true;
        found = true;
        return delimiter(value(value));
      }
      int written = first ? delimiter + 1 : delimiter;
      int end;
      if (named != null && value < limit && record[value] == '{') {
        out.write(record, written, value - written);
        end = object(value, named);
        written = end;
      } else {
        end = value(value);
      }
      int after = delimiter(end);
      if (after >= 0) {
        out.write(record, written, after - written);
      }
      leftOut = false;
      return after;
    }

    /** What is wanted of the member with that name; null for nothing. */
    private @Nullable Wanted named(Wanted here, int key, int keyEnd) throws IOException {
      for (int i = key + 1; i < keyEnd - 1; i++) {
        if (record[i] == '\\') {
          String name = ExactReader.name(record, key, keyEnd - key);
          return name == null ? null : here.below.get(name);
        }
      }
      for (byte[] name : here.names) {
        if (Arrays.equals(record, key + 1, keyEnd - 1, name, 0, name.length)) {
          return here.below.get(new String(name, StandardCharsets.UTF_8));
        }
      }
      return null;
    }

    /** Where the comma or brace stands that follows what ends at {@code end}. */
    private int delimiter(int end) {
      int at = end < 0 ? limit : space(end);
      return at < limit && (record[at] == ',' || record[at] == '}') ? at : LOST;
    }

    private int value(int from) {
      if (from >= limit) {
        return LOST;
      }
      return switch (record[from]) {
        case '"' -> string(from);
        case '{', '[' -> nested(from);
        default -> Scalars.end(record, from, limit);
      };
    }

    private int string(int from) {
      for (int at = from + 1; at < limit; at++) {
        if (record[at] == '\\') {
          at++;
        } else if (record[at] == '"') {
          return at + 1;
        }
      }
      return LOST;
    }

    private int nested(int from) {
      int depth = 0;
      int at = from;
      while (at < limit) {
        switch (record[at]) {
          case '"' -> {
            at = string(at);
            if (at < 0) {
              return LOST;
            }
            continue;
          }
          case '{', '[' -> depth++;
          case '}', ']' -> depth--;
          default -> {}
        }
        at++;
        if (depth == 0) {
          return at;
        }
      }
      return LOST;
    }

    private int space(int from) {
      int at = from;
      while (at < limit
          && (record[at] == ' '
              || record[at] == '\n'
              || record[at] == '\r'
              || record[at] == '\t')) {
        at++;
      }
      return at;
    }
  }
}
