package dev.sightline.flowlog;

import java.io.IOException;

/** A file is no flow log; the message says what it begins with. No line was handed out. */
public final class NotFlowLogException extends IOException {
  private static final long serialVersionUID = 1;

  NotFlowLogException(String message) {
    super(message);
  }
}
