package dev.sightline.guardduty;

import java.io.IOException;

/** Takes the findings of one file, in their order. */
public interface FindingConsumer {
  /**
   * A finding.
   *
   * @param ordinal its place in the file, from 0, unreadable ones included
   */
  void accept(Finding finding, long ordinal) throws IOException, InterruptedException;

  /** Something that is no finding, and why in one sentence. */
  void unreadable(long ordinal, String reason) throws IOException, InterruptedException;
}
