package dev.sightline.reduction;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.MemberTrimmer;
import dev.sightline.route.Reduction;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Carries out what rules leave out. Safe for any number of threads. */
public final class Reducer {
  private static final Reduced WHOLE = new Reduced.Whole();
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;

  private final Map<List<String>, MemberTrimmer> trimmers = new ConcurrentHashMap<>();

  /**
   * Reduces a record.
   *
   * @param reduction what the rules say of it; null where no rule concerns it
   * @param object the identity of what the record lies in, which tells it apart where it has no id
   */
  public Reduced reduced(@Nullable Reduction reduction, CloudTrailRecord record, String object)
      throws IOException {
    if (reduction == null) {
      return WHOLE;
    }
    return switch (reduction.action()) {
      case Reduction.Action.Drop _ -> new Reduced.LeftOut(reduction.id(), false, record.length());
      case Reduction.Action.KeepOneIn(int events) ->
          isKept(record, object, events)
              ? new Reduced.Standing(reduction.id(), events)
              : new Reduced.LeftOut(reduction.id(), true, record.length());
      case Reduction.Action.Trim(List<String> members) -> trimmed(reduction.id(), members, record);
    };
  }

  private Reduced trimmed(String rule, List<String> members, CloudTrailRecord record)
      throws IOException {
    Optional<byte[]> rest =
        trimmers
            .computeIfAbsent(members, MemberTrimmer::new)
            .trimmed(record.buffer(), record.offset(), record.length());
    return rest.isEmpty()
        ? WHOLE
        : new Reduced.Trimmed(rule, rest.get(), record.length() - rest.get().length);
  }

  /**
   * Whether a record is the one of so many. By its own id, which is the same in every trail and
   * object that has it; without one, by its place.
   */
  private static boolean isKept(CloudTrailRecord record, String object, int events) {
    String id = record.eventId();
    String identity = id == null || id.isEmpty() ? object + ":" + record.ordinal() : id;
    return Long.remainderUnsigned(hash(identity), events) == 0;
  }

  /** FNV-1a, with its bits mixed: the remainder is as good as chance. */
  private static long hash(String text) {
    long hash = OFFSET;
    for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * PRIME;
    }
    hash = (hash ^ (hash >>> 33)) * 0xff51afd7ed558ccdL;
    hash = (hash ^ (hash >>> 33)) * 0xc4ceb9fe1a85ec53L;
    return hash ^ (hash >>> 33);
  }
}
