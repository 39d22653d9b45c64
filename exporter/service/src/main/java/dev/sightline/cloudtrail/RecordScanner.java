package dev.sightline.cloudtrail;

import dev.sightline.cloudtrail.Members.Member;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a record, and its members on the way, eight bytes at a time.
 *
 * <p>The record's own members are walked one by one. A nested value is passed over by its quotation
 * marks and brackets alone: what else is in it is carried as it is. Where something is met that
 * this scanner does not understand, it says so, and {@link ExactReader} has the word.
 */
final class RecordScanner {
  /** The record goes on behind the limit. */
  static final int MORE = -1;

  /** Not JSON, or an escape where one matters: to be looked at exactly. */
  static final int NOT_UNDERSTOOD = -2;

  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long ONES = 0x0101_0101_0101_0101L;
  private static final long HIGHS = 0x8080_8080_8080_8080L;
  private static final long QUOTES = '"' * ONES;
  private static final long BACKSLASHES = '\\' * ONES;
  private static final long SPACES = ' ' * ONES;
  private static final long OPENERS = '{' * ONES;
  private static final long CLOSERS = '}' * ONES;

  private final Members members;
  private boolean escaped;

  RecordScanner(Members members) {
    this.members = members;
  }

  /**
   * Scans the record whose opening brace is at {@code from}. The buffer has {@link
   * Window#SLACK_BYTES} readable bytes behind the limit.
   *
   * @return where the record ends, exclusive; or {@link #MORE} or {@link #NOT_UNDERSTOOD}
   */
  int scan(byte[] buffer, int from, int limit) {
    members.clear();
    int at = space(buffer, from + 1, limit);
    if (at < limit && buffer[at] == '}') {
      return at + 1;
    }
    while (at < limit) {
      if (buffer[at] != '"') {
        return NOT_UNDERSTOOD;
      }
      int key = at + 1;
      int keyEnd = string(buffer, key, limit);
      if (keyEnd < 0) {
        return keyEnd;
      }
      if (escaped) {
        return NOT_UNDERSTOOD;
      }
      at = space(buffer, keyEnd + 1, limit);
      if (at >= limit) {
        return MORE;
      }
      if (buffer[at] != ':') {
        return NOT_UNDERSTOOD;
      }
      at = space(buffer, at + 1, limit);
      if (at >= limit) {
        return MORE;
      }
      at = value(Member.of(buffer, key, keyEnd), buffer, at, limit);
      if (at < 0) {
        return at;
      }
      at = space(buffer, at, limit);
      if (at >= limit) {
        return MORE;
      }
      if (buffer[at] == '}') {
        return at + 1;
      }
      if (buffer[at] != ',') {
        return NOT_UNDERSTOOD;
      }
      at = space(buffer, at + 1, limit);
    }
    return MORE;
  }

  /** Passes over a member's value; tells where it ends, or one of the two negative answers. */
  private int value(@Nullable Member member, byte[] buffer, int at, int limit) {
    if (member != null) {
      members.sees(member);
    }
    byte first = buffer[at];
    if (first == '"') {
      int end = string(buffer, at + 1, limit);
      if (end < 0) {
        return end;
      }
      if (member != null) {
        if (escaped) {
          return NOT_UNDERSTOOD;
        }
        members.takes(member, buffer, at + 1, end);
      }
      return end + 1;
    }
    return first == '{' || first == '['
        ? nested(buffer, at, limit)
        : Scalars.end(buffer, at, limit);
  }

  /** Where the next byte is that is not white space, or the limit. */
  private static int space(byte[] buffer, int from, int limit) {
    int at = from;
    while (at < limit
        && (buffer[at] == ' ' || buffer[at] == '\n' || buffer[at] == '\r' || buffer[at] == '\t')) {
      at++;
    }
    return at;
  }

  /** Where a string's closing quotation mark is; {@link #escaped} tells of a backslash in it. */
  private int string(byte[] buffer, int from, int limit) {
    escaped = false;
    int at = from;
    while (at < limit) {
      long word = (long) WORD.get(buffer, at);
      long found = matches(word, QUOTES) | matches(word, BACKSLASHES);
      if (found == 0) {
        at += Long.BYTES;
        continue;
      }
      at += Long.numberOfTrailingZeros(found) >>> 3;
      if (at >= limit) {
        return MORE;
      }
      if (buffer[at] == '"') {
        return at;
      }
      escaped = true;
      at += 2;
    }
    return MORE;
  }

  /** Passes over an object or a list; tells where it ends. */
  private static int nested(byte[] buffer, int from, int limit) {
    int depth = 1;
    int at = from + 1;
    while (at < limit) {
      long word = (long) WORD.get(buffer, at);
      long folded = word | SPACES;
      long found = matches(word, QUOTES) | matches(folded, OPENERS) | matches(folded, CLOSERS);
      if (found == 0) {
        at += Long.BYTES;
        continue;
      }
      at += Long.numberOfTrailingZeros(found) >>> 3;
      if (at >= limit) {
        return MORE;
      }
      byte c = buffer[at++];
      if (c == '"') {
        at = pastString(buffer, at, limit);
        if (at < 0) {
          return MORE;
        }
      } else if ((c | 0x20) == '{') {
        depth++;
      } else if (--depth == 0) {
        // In ASCII each closing bracket comes two after its opening one.
        return c == buffer[from] + 2 ? at : NOT_UNDERSTOOD;
      }
    }
    return MORE;
  }

  private static int pastString(byte[] buffer, int from, int limit) {
    int at = from;
    while (at < limit) {
      long word = (long) WORD.get(buffer, at);
      long found = matches(word, QUOTES) | matches(word, BACKSLASHES);
      if (found == 0) {
        at += Long.BYTES;
        continue;
      }
      at += Long.numberOfTrailingZeros(found) >>> 3;
      if (at >= limit) {
        return MORE;
      }
      if (buffer[at] == '"') {
        return at + 1;
      }
      at += 2;
    }
    return MORE;
  }

  /**
   * Marks the bytes of a word that equal those of a pattern by their highest bit. Above the first
   * match there may be false ones: only the lowest mark is to be trusted.
   */
  private static long matches(long word, long pattern) {
    long difference = word ^ pattern;
    return (difference - ONES) & ~difference & HIGHS;
  }
}
