package dev.sightline.command;

import dev.sightline.backfill.Backfill;
import dev.sightline.backfill.Checkpoint;
import dev.sightline.object.ObjectException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows how far a backfill is, and how long it will take: a bar where a person looks on, else a
 * line a minute. How much there is, is counted beside the work.
 */
final class BackfillProgress implements Backfill.Progress {
  private static final Logger log = LoggerFactory.getLogger(BackfillProgress.class);
  private static final long SHOW_NANOS = Duration.ofMillis(200).toNanos();
  private static final long LOG_NANOS = Duration.ofMinutes(1).toNanos();

  private final Terminal terminal = Terminal.standardError();
  private final long start = System.nanoTime();
  private final long before;
  private final AtomicLong all = new AtomicLong(-1);
  private final Thread counting;
  private final Waiting waiting = Waiting.on(() -> "S3 to list and hand out the first objects");
  private long shown = start;
  private long logged = start;

  BackfillProgress(Backfill counted, Checkpoint from) {
    before = from.objects();
    counting =
        Thread.ofVirtual()
            .name("count")
            .start(() -> {
              try {
                long objects = 0;
                for (Backfill.Amount amount : counted.count(from.after()).values()) {
                  objects += amount.objects();
                }
                all.set(before + objects);
              } catch (ObjectException e) {
                log.debug("nothing could be counted: {}", e.getMessage());
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  @Override
  public synchronized void at(long objects, long bytes) {
    waiting.close();
    long now = System.nanoTime();
    if (now - shown >= SHOW_NANOS) {
      shown = now;
      long total = all.get();
      terminal.progress(objects, Math.max(total, objects), said(objects, total, now));
    }
    if (now - logged >= LOG_NANOS) {
      logged = now;
      log.info("{}", said(objects, all.get(), now));
    }
  }

  /** Ends the bar, and the counting. */
  synchronized void ends() {
    waiting.close();
    counting.interrupt();
    terminal.progressEnds();
  }

  private String said(long objects, long total, long now) {
    if (total < 0) {
      return objects + " objects";
    }
    double seconds = (now - start) / 1e9;
    double rate = (objects - before) / seconds;
    long left = rate <= 0 ? 0 : (long) ((total - objects) / rate);
    return objects + " of " + total + " objects, " + Duration.ofSeconds(left) + " to go";
  }
}
