package dev.sightline.flowlog;

import java.io.IOException;

/**
 * A file is no flow log, or is damaged from some line on; the message says what it begins with, or
 * what is wrong. What came before was handed out.
 */
public final class NotFlowLogException extends IOException {
  private static final long serialVersionUID = 1;

  NotFlowLogException(String message) {
    super(message);
  }

  NotFlowLogException(String message, Throwable cause) {
    super(message, cause);
  }
}
