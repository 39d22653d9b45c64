package dev.sightline.pipeline;

import dev.sightline.quarantine.Entry;
import java.util.ArrayList;
import java.util.List;

/** What is to happen to a message. */
sealed interface Disposition {

  /** Everything is delivered. */
  record Delete() implements Disposition {}

  /** Give it back to the queue. */
  record Release(String reason, boolean splunk) implements Disposition {}

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
        case Outcome.Again other -> again = again == null || again.splunk() ? other : again;
      }
    }
    if (again != null) {
      return new Release(again.reason(), again.splunk());
    }
    return entries.isEmpty() ? new Delete() : new Quarantine(entries);
  }
}
