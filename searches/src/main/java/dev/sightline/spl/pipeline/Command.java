package dev.sightline.spl.pipeline;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A compiled command: immutable, opened once for each run. */
public interface Command {
  /** Where the rows of a command come from. */
  enum Input {
    /** From the command before. */
    UPSTREAM,
    /** From all events, though the command starts a pipeline. */
    EVENTS,
    /** From nowhere: the command makes rows of its own. */
    NONE
  }

  /** What a command does to the order of rows. */
  enum Flow {
    /** Lets rows through unchanged, or not. */
    FILTER,
    /** One row after the other, whatever the order. */
    STREAMING,
    /** Its outcome depends on the order in which rows arrive. */
    ORDERED,
    /** Its outcome depends on the rows, not on their order. */
    COLLAPSING
  }

  Stage open(RunScope scope, Stage next);

  Flow flow();

  /** Whether it may hold rows, instead of passing on each as it comes. */
  default boolean holds() {
    return flow() == Flow.ORDERED;
  }

  default Input input() {
    return Input.UPSTREAM;
  }

  /**
   * The columns after this command, where those before are known; null where they depend on rows.
   */
  default @Nullable List<String> columns(@Nullable List<String> before) {
    return null;
  }

  /** Subsearches whose rows must be known before the first row is taken. */
  default List<Pipeline> prerequisites() {
    return List.of();
  }

  /** Subsearches that may read the same pass, and whose rows are needed at the end of it. */
  default List<Pipeline> feeds() {
    return List.of();
  }
}
