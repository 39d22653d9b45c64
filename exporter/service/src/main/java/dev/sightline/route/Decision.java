package dev.sightline.route;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of an event.
 *
 * @param route the id of the rule that says where it goes, or {@code default}
 * @param targets where, one at least
 * @param reduction what is left out of it, or null
 */
public record Decision(String route, List<Target> targets, @Nullable Reduction reduction) {
  /** What becomes of every event without rules. */
  public static final Decision STANDARD =
      new Decision(Rules.DEFAULT, List.of(Target.STANDARD), null);
}
