package dev.sightline.pipeline;

import dev.sightline.quarantine.Entry;
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
   */
  record Again(String reason, boolean splunk) implements Outcome {}
}
