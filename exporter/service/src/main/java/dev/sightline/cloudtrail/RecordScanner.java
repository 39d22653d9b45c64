package dev.sightline.cloudtrail;

import dev.sightline.cloudtrail.Members.Member;
import org.jspecify.annotations.Nullable;

/**
 * Finds the end of a record, and its members on the way, by {@link Blocks} of 64 bytes.
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

  private final Members members;
  private final Blocks blocks = new Blocks();

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
    blocks.begin(buffer, from, limit);
    int at = space(buffer, from + 1, limit);
    if (at < limit && buffer[at] == '}') {
      return at + 1;
    }
    while (at < limit) {
      if (buffer[at] != '"') {
        return NOT_UNDERSTOOD;
      }
      int key = at + 1;
      int keyEnd = blocks.quote(key);
      if (keyEnd < 0) {
        return MORE;
      }
      if (blocks.escaped(key, keyEnd)) {
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
      int end = blocks.quote(at + 1);
      if (end < 0) {
        return MORE;
      }
      if (member != null) {
        if (blocks.escaped(at + 1, end)) {
          return NOT_UNDERSTOOD;
        }
        members.takes(member, buffer, at + 1, end);
      }
      return end + 1;
    }
    if (first == '{' || first == '[') {
      int end = blocks.closer(at);
      if (end < 0) {
        return MORE;
      }
      if (member != null && first == '{') {
        members.takesObject(member, buffer, at, end + 1);
      }
      // In ASCII each closing bracket comes two after its opening one.
      return buffer[end] == first + 2 ? end + 1 : NOT_UNDERSTOOD;
    }
    int end = Scalars.end(buffer, at, limit);
    if (member != null && end > 0 && (first == 't' || first == 'f')) {
      members.takesWord(member, buffer, at, end);
    }
    return end;
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
}
