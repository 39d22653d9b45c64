package dev.sightline.pipeline;

import dev.sightline.quarantine.Entry;
import java.time.Duration;
import java.util.List;

/** What became of one announcement of a message. */
sealed interface Outcome {

  /** Everything of it is delivered, now or before, or there was nothing to carry. */
  record Done() implements Outcome {}

  /** All that can be delivered is; these parts cannot, and must be kept. */
  record Kept(List<Entry> entries) implements Outcome {}

  /**
   * Not done, and worth another try.
   *
   * @param splunk whether only Splunk stands in the way
   * @param pause how long to leave it alone; zero where that only depends on how often it came
   */
  record Again(String reason, boolean splunk, Duration pause) implements Outcome {
    Again(String reason, boolean splunk) {
      this(reason, splunk, Duration.ZERO);
    }
  }
}
