package dev.sightline.route;

import dev.sightline.cloudtrail.RecordMembers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Which rules do not mind the value of a record's member, remembered for values that were seen.
 * Safe for any threads: they share what they remember without waiting for each other, and one that
 * does not see what another wrote works it out again.
 */
final class MemberMasks {
  /** A power of two: there are some thousand names of calls, and a trail has some hundred. */
  private static final int PLACES = 4_096;

  private static final int TRIES = 4;

  /** A longer value is worked out each time. */
  private static final int LONGEST = 256;

  private final RecordMembers.Name member;
  private final long[] minding;
  private final Function<String, long[]> rules;
  private final long[] absent;
  private final @Nullable Seen[] seen = new Seen[PLACES];

  /** All fields are final, so that a thread that finds it finds it whole. */
  private static final class Seen {
    private final byte[] value;
    private final long[] mask;

    Seen(byte[] value, long[] mask) {
      this.value = value;
      this.mask = mask;
    }
  }

  /**
   * @param minding the rules that ask for the member at all
   * @param rules works out which do not mind a value, empty for an absent one
   */
  MemberMasks(RecordMembers.Name member, long[] minding, Function<String, long[]> rules) {
    this.member = member;
    this.minding = minding;
    this.rules = rules;
    this.absent = rules.apply("");
  }

  /** Whether one of the rules asks for the member. */
  boolean matters(long[] candidates) {
    return Bits.overlap(candidates, minding);
  }

  /** Not to be written to. */
  long[] of(RecordMembers members) {
    byte[] buffer = members.buffer(member);
    int from = members.start(member);
    int to = members.end(member);
    if (from == to) {
      return absent;
    }
    int place = place(buffer, from, to);
    for (int i = 0; i < TRIES; i++) {
      Seen known = seen[(place + i) & (PLACES - 1)];
      if (known == null) {
        break;
      }
      if (Arrays.equals(known.value, 0, known.value.length, buffer, from, to)) {
        return known.mask;
      }
    }
    return remember(place, buffer, from, to);
  }

  private long[] remember(int place, byte[] buffer, int from, int to) {
    long[] mask = rules.apply(new String(buffer, from, to - from, StandardCharsets.UTF_8));
    if (to - from <= LONGEST) {
      Seen value = new Seen(Arrays.copyOfRange(buffer, from, to), mask);
      for (int i = 0; i < TRIES; i++) {
        int at = (place + i) & (PLACES - 1);
        if (seen[at] == null) {
          seen[at] = value;
          return mask;
        }
      }
      seen[place & (PLACES - 1)] = value;
    }
    return mask;
  }

  private static int place(byte[] buffer, int from, int to) {
    int hash = to - from;
    for (int at = from; at < to; at++) {
      hash = 31 * hash + buffer[at];
    }
    return hash ^ (hash >>> 15);
  }
}
