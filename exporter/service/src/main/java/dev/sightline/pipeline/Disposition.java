package dev.sightline.pipeline;

import dev.sightline.quarantine.Entry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is to happen to a message. */
sealed interface Disposition {

  /** Everything is delivered. */
  record Delete() implements Disposition {}

  /**
   * Give it back to the queue.
   *
   * @param pause how long to leave it alone; zero where that only depends on how often it came
   */
  record Release(String reason, boolean splunk, Duration pause) implements Disposition {
    Release(String reason, boolean splunk) {
      this(reason, splunk, Duration.ZERO);
    }
  }

  /** Keep these entries, then delete it. */
  record Quarantine(List<Entry> entries) implements Disposition {}

  /** One that must be tried again decides for all; else what must be kept; else it is done. */
  static Disposition of(List<Outcome> outcomes) {
    List<Entry> entries = new ArrayList<>();
    Outcome.Again again = null;
    for (Outcome outcome : outcomes) {
      switch (outcome) {
        case Outcome.Done _ -> {}
        case Outcome.Kept kept -> entries.addAll(kept.entries());
        case Outcome.Again other -> again = again == null ? other : sooner(again, other);
      }
    }
    if (again != null) {
      return new Release(again.reason(), again.splunk(), again.pause());
    }
    return entries.isEmpty() ? new Delete() : new Quarantine(entries);
  }

  /**
   * What Splunk has no part in decides; else what waits for a Splunk that is not known to be down.
   */
  private static Outcome.Again sooner(Outcome.Again one, Outcome.Again other) {
    if (one.splunk() != other.splunk()) {
      return one.splunk() ? other : one;
    }
    return other.pause().compareTo(one.pause()) < 0 ? other : one;
  }
}
