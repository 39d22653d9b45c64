package dev.sightline.hunt;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What one CloudTrail record says of who acts for whom.
 *
 * @param time seconds since 1970
 * @param caller null where nobody can be named: a service, or a sign-in that failed
 * @param made entities that came of the call: keys, sessions, users and instances; of a refused
 *     call none
 */
record Trace(
    double time,
    String eventId,
    String eventName,
    @Nullable String address,
    @Nullable Caller caller,
    List<String> made) {

  Trace {
    made = List.copyOf(made);
  }

  /**
   * Who made a call.
   *
   * @param unit what is one actor by itself: a user, the root of an account, one session of a role
   * @param entities what else stands for the same actor: the key, the instance, the person behind
   */
  record Caller(String unit, List<String> entities) {
    Caller {
      entities = List.copyOf(entities);
    }
  }
}
