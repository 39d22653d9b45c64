package dev.sightline.command;

import dev.sightline.completeness.Verification;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Shows how far a verification is: in place where a person looks on, else a line a minute. */
final class VerifyProgress implements Verification.Progress {
  private static final Logger log = LoggerFactory.getLogger(VerifyProgress.class);
  private static final long SHOW_NANOS = Duration.ofMillis(200).toNanos();
  private static final long LOG_NANOS = Duration.ofMinutes(1).toNanos();

  private final Terminal terminal = Terminal.standardError();
  private final int resumed;
  private long shown = System.nanoTime();
  private long logged = shown;

  /**
   * @param resumed days of chains that an earlier run has verified
   */
  VerifyProgress(int resumed) {
    this.resumed = resumed;
    if (resumed > 0) {
      log.info("going on behind {} days of chains that were verified before", resumed);
    }
  }

  @Override
  public synchronized void at(long digests, long logs) {
    long now = System.nanoTime();
    String said = digests + " digests, " + logs + " log files";
    if (now - shown >= SHOW_NANOS) {
      shown = now;
      terminal.status(resumed == 0 ? said : said + ", and what was verified before");
    }
    if (now - logged >= LOG_NANOS) {
      logged = now;
      log.info("{}", said);
    }
  }

  /** Ends the line. */
  synchronized void ends() {
    terminal.progressEnds();
  }
}
