package dev.sightline.flowlog;

import java.io.IOException;

/** Takes the lines of one flow log, in their order. */
public interface FlowLogConsumer {
  /** The columns of the lines that follow. */
  void format(FlowLogFormat format);

  /** A line; its bytes are gone once this returns. */
  void accept(FlowLogLine line) throws IOException, InterruptedException;

  /** A line that cannot be carried, and why in one sentence. */
  void unreadable(long ordinal, String reason) throws IOException, InterruptedException;
}
