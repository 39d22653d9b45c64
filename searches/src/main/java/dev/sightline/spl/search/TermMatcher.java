package dev.sightline.spl.search;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Value;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A free-text term or phrase: it matches whole segments of the raw text, between breakers, without
 * regard to case; {@code *} stands for the rest of a segment.
 */
final class TermMatcher {
  private static final String MAJOR = " \t\r\n[]<>(){}|!;,'\"&?+";

  private final String[] pieces;
  private final String term;
  private final boolean caseSensitive;

  TermMatcher(String term, boolean caseSensitive) {
    this.term = caseSensitive ? term : term.toLowerCase(Locale.ROOT);
    this.pieces = this.term.split("\\*+", -1);
    this.caseSensitive = caseSensitive;
  }

  boolean matches(Row row) {
    String raw = raw(row);
    if (raw == null) {
      return false;
    }
    String first = pieces[0];
    for (int at = raw.indexOf(first); at >= 0; at = raw.indexOf(first, at + 1)) {
      if (startsSegment(raw, at, first) && continues(raw, at + first.length(), 1)) {
        return true;
      }
      if (at == raw.length()) {
        return false;
      }
    }
    return false;
  }

  private @Nullable String raw(Row row) {
    if (!caseSensitive) {
      return row.rawInLowerCase();
    }
    Value raw = row.get("_raw");
    return raw == null ? null : raw.text();
  }

  /** Whether the pieces from {@code piece} on follow, the last up to the end of a segment. */
  private boolean continues(String raw, int at, int piece) {
    if (piece == pieces.length) {
      return endsSegment(raw, at, pieces[piece - 1]);
    }
    String next = pieces[piece];
    boolean last = piece == pieces.length - 1;
    for (int i = at; i <= raw.length(); i++) {
      if (raw.startsWith(next, i)) {
        // The first place is as good as any later one, but for the last piece.
        boolean follows = continues(raw, i + next.length(), piece + 1);
        if (follows || !last) {
          return follows;
        }
      }
      if (i < raw.length() && MAJOR.indexOf(raw.charAt(i)) >= 0) {
        return false;
      }
    }
    return false;
  }

  private static boolean startsSegment(String raw, int at, String piece) {
    return piece.isEmpty()
        || at == 0
        || !Character.isLetterOrDigit(piece.charAt(0))
        || !Character.isLetterOrDigit(raw.charAt(at - 1));
  }

  private static boolean endsSegment(String raw, int at, String piece) {
    return piece.isEmpty()
        || at == raw.length()
        || !Character.isLetterOrDigit(piece.charAt(piece.length() - 1))
        || !Character.isLetterOrDigit(raw.charAt(at));
  }

  @Override
  public String toString() {
    return term;
  }
}
