package dev.sightline.cloudtrail;

import dev.sightline.cloudtrail.RecordMembers.Name;
import org.jspecify.annotations.Nullable;

/**
 * Looks for the two members of userIdentity that somebody may ask for. What lies deeper is passed
 * over by its quotation marks and brackets alone. Where something is met that it does not
 * understand, such as an escape where one matters, it says so. Used once.
 */
final class IdentityMembers {
  private static final int NOT_UNDERSTOOD = -1;

  private final RecordMembers members;
  private final byte[] bytes;
  private final int limit;
  private int at;

  /**
   * @param from where the opening brace is
   * @param to behind the closing one
   */
  IdentityMembers(RecordMembers members, byte[] bytes, int from, int to) {
    this.members = members;
    this.bytes = bytes;
    this.at = from;
    this.limit = to;
  }

  /** Tells whether it was understood. */
  boolean read() {
    at++;
    space();
    if (is('}')) {
      return at == limit - 1;
    }
    while (is('"')) {
      int key = at + 1;
      int keyEnd = string();
      if (keyEnd < 0 || escaped(key, keyEnd)) {
        return false;
      }
      space();
      if (!is(':')) {
        return false;
      }
      at++;
      space();
      if (!value(RecordMembers.ofIdentity(bytes, key, keyEnd))) {
        return false;
      }
      space();
      if (is('}')) {
        return at == limit - 1;
      }
      if (!is(',')) {
        return false;
      }
      at++;
      space();
    }
    return false;
  }

  private boolean value(@Nullable Name name) {
    if (name != null) {
      members.forget(name);
    }
    int from = at;
    if (is('"')) {
      int end = string();
      if (name != null && end >= 0) {
        members.note(name, bytes, from + 1, end);
      }
      return end >= 0 && (name == null || !escaped(from + 1, end));
    }
    if (is('{') || is('[')) {
      return nested();
    }
    if (at >= limit) {
      return false;
    }
    int end = Scalars.end(bytes, at, limit);
    if (end < 0) {
      return false;
    }
    if (name != null && (bytes[from] == 't' || bytes[from] == 'f')) {
      members.note(name, bytes, from, end);
    }
    at = end;
    return true;
  }

  /** Passes over a string; tells where its closing quotation mark is. */
  private int string() {
    for (int i = at + 1; i < limit; i++) {
      if (bytes[i] == '\\') {
        i++;
      } else if (bytes[i] == '"') {
        at = i + 1;
        return i;
      }
    }
    return NOT_UNDERSTOOD;
  }

  /** Passes over an object or a list. */
  private boolean nested() {
    int depth = 0;
    while (at < limit) {
      switch (bytes[at]) {
        case '"' -> {
          if (string() < 0) {
            return false;
          }
          continue;
        }
        case '{', '[' -> depth++;
        case '}', ']' -> depth--;
        default -> {}
      }
      at++;
      if (depth == 0) {
        return true;
      }
    }
    return false;
  }

  private boolean escaped(int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] == '\\') {
        return true;
      }
    }
    return false;
  }

  private boolean is(char c) {
    return at < limit && bytes[at] == c;
  }

  private void space() {
    while (is(' ') || is('\n') || is('\r') || is('\t')) {
      at++;
    }
  }
}
