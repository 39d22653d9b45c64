package dev.sightline.route;

import java.util.List;

/**
 * A rule that says what is left out.
 *
 * @param line of the file, from 1
 * @param blinds searches that may no longer fire, as its writer knows
 */
public record Reduction(String id, int line, When when, Action action, List<String> blinds) {
  public Reduction {
    blinds = List.copyOf(blinds);
  }

  /** What becomes of an event. */
  public sealed interface Action {

    /** It is not sent. */
    record Drop() implements Action {}

    /** One of so many is sent. */
    record KeepOneIn(int events) implements Action {}

    /**
     * It is sent without some members.
     *
     * @param members their names; a dot leads into an object
     */
    record Trim(List<String> members) implements Action {
      public Trim {
        members = List.copyOf(members);
      }
    }
  }
}
