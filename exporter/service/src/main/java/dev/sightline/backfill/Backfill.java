package dev.sightline.backfill;

import dev.sightline.content.Kind;
import dev.sightline.object.KeySelection;
import dev.sightline.object.ObjectException;
import dev.sightline.object.ObjectListing;
import dev.sightline.object.ObjectRef;
import dev.sightline.pipeline.ObjectCarrier;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Carries the objects below a prefix, and remembers how far it is. Used once, by one thread. */
public final class Backfill {
  /** So many objects are waited for at once: acknowledgments come in seconds, objects are small. */
  private static final int WINDOW = 500;

  private static final int MOST_FAILED = 10_000;
  private static final Duration SAVE_PAUSE = Duration.ofSeconds(1);

  private final ObjectListing listing;
  private final String bucket;
  private final String prefix;
  private final Selection selection;
  private final KeySelection keys;
  private final ReentrantLock lock = new ReentrantLock();
  private final ArrayDeque<Item> window = new ArrayDeque<>();
  private final Semaphore room = new Semaphore(WINDOW);
  private final Map<String, String> failed = new LinkedHashMap<>();
  private @Nullable String after;
  private long passed;
  private long done;
  private long bytes;

  /** One object on its way. */
  private static final class Item {
    private final ObjectRef object;
    private boolean done;

    Item(ObjectRef object) {
      this.object = object;
    }
  }

  /** Told after each object that is done. */
  @FunctionalInterface
  public interface Progress {
    /**
     * Something more is done.
     *
     * @param objects done so far, in earlier runs too
     * @param bytes of those of this run, as stored
     */
    void at(long objects, long bytes);
  }

  /** How many objects of a kind there are, and their bytes as stored. */
  public record Amount(long objects, long bytes) {
    Amount and(ObjectRef object) {
      return new Amount(objects + 1, bytes + Math.max(0, object.size()));
    }
  }

  public Backfill(
      ObjectListing listing, String bucket, String prefix, Selection selection, KeySelection keys) {
    this.listing = listing;
    this.bucket = bucket;
    this.prefix = prefix;
    this.selection = selection;
    this.keys = keys;
  }

  /** Bucket, prefix and selection, in words. */
  public String what() {
    return "s3://" + bucket + "/" + prefix + " " + selection.words() + keys.words();
  }

  /**
   * Lists and counts, and carries nothing.
   *
   * @param behind count only what comes behind this key
   */
  public Map<Kind, Amount> count(@Nullable String behind)
      throws ObjectException, InterruptedException {
    Map<Kind, Amount> amounts = new EnumMap<>(Kind.class);
    list(
        behind,
        object ->
            amounts.merge(
                Kind.ofKey(object.key()),
                new Amount(0, 0).and(object),
                (before, _) -> before.and(object)));
    return amounts;
  }

  /**
   * Carries everything behind the checkpoint, and what failed before it once more.
   *
   * @param file where the checkpoint is written, every second and at the end
   * @return the checkpoint at the end
   * @throws IOException where S3 does not list, or the checkpoint cannot be written: what was sent
   *     is remembered as far as it is delivered
   */
  public Checkpoint run(Checkpoint from, ObjectCarrier carrier, Path file, Progress progress)
      throws IOException, InterruptedException {
    after = from.after();
    passed = from.objects();
    done = passed;
    failed.putAll(from.failed());
    Saver saver = new Saver(file, from);
    saver.save(false);
    Thread saving = Thread.ofVirtual().name("checkpoint").start(saver::saveEverySecond);
    try {
      for (String key : from.failed().keySet()) {
        again(carrier, key, progress);
      }
      if (!from.complete()) {
        begin(saver, carrier, progress);
      }
      room.acquire(WINDOW);
      saver.rethrow();
      return saver.save(true);
    } catch (IOException | InterruptedException e) {
      try {
        saver.save(false);
      } catch (IOException unsaved) {
        e.addSuppressed(unsaved);
      }
      throw e;
    } finally {
      saving.interrupt();
    }
  }

  /** What cannot be remembered would all be done again: then nothing more is listed or begun. */
  private static final class UnrememberedException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void begin(Saver saver, ObjectCarrier carrier, Progress progress)
      throws ObjectException, InterruptedException {
    try {
      list(
          after,
          object -> {
            if (saver.isBroken()) {
              throw new UnrememberedException();
            }
            begin(object, carrier, progress);
          });
    } catch (UnrememberedException e) {
      // The saver says why, when what was begun has ended.
    }
  }

  @FunctionalInterface
  private interface Taken {
    void take(ObjectRef object) throws InterruptedException;
  }

  private void list(@Nullable String behind, Taken taken)
      throws ObjectException, InterruptedException {
    listing.list(
        bucket,
        prefix,
        behind,
        folder -> selection.enters(folder) && keys.enters(bucket, folder),
        (object, modified) -> {
          if (selection.wants(object.key(), modified) && keys.wants(bucket, object.key())) {
            taken.take(object);
          }
        });
  }

  /** What failed in an earlier run has no place in the order any more. */
  private void again(ObjectCarrier carrier, String key, Progress progress)
      throws InterruptedException {
    ObjectRef object = new ObjectRef(bucket, key, null, null, null, -1);
    room.acquire();
    Thread.ofVirtual().name("object-" + key).start(() -> carry(object, null, carrier, progress));
  }

  private void begin(ObjectRef object, ObjectCarrier carrier, Progress progress)
      throws InterruptedException {
    room.acquire();
    Item item = new Item(object);
    lock.lock();
    try {
      window.add(item);
    } finally {
      lock.unlock();
    }
    Thread.ofVirtual()
        .name("object-" + object.key())
        .start(() -> carry(object, item, carrier, progress));
  }

  private void carry(
      ObjectRef object, @Nullable Item item, ObjectCarrier carrier, Progress progress) {
    try {
      settle(object, item, carrier.carry(object), progress);
    } catch (InterruptedException e) {
      // It is not done: the checkpoint stays before it.
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      settle(object, item, List.of("failed unexpectedly: " + e), progress);
    } finally {
      room.release();
    }
  }

  private void settle(
      ObjectRef object, @Nullable Item item, List<String> problems, Progress progress) {
    lock.lock();
    try {
      if (problems.isEmpty()) {
        failed.remove(object.key());
      } else if (failed.size() < MOST_FAILED || failed.containsKey(object.key())) {
        failed.put(
            object.key(), String.join("; ", problems.subList(0, Math.min(5, problems.size()))));
      } else {
        return; // Too many to remember: the checkpoint stays before it.
      }
      if (item != null) {
        done++;
        bytes += Math.max(0, object.size());
        item.done = true;
      }
      for (Item first = window.peek(); first != null && first.done; first = window.peek()) {
        after = first.object.key();
        passed++;
        window.remove();
      }
      progress.at(done, bytes);
    } finally {
      lock.unlock();
    }
  }

  /** Writes the checkpoint, but not after each of thousands of objects. */
  private final class Saver {
    private final Path file;
    private final String what;
    private final boolean wasComplete;
    private volatile @Nullable IOException failure;

    Saver(Path file, Checkpoint from) {
      this.file = file;
      this.what = from.what();
      this.wasComplete = from.complete();
    }

    void saveEverySecond() {
      try {
        while (true) {
          Thread.sleep(SAVE_PAUSE);
          save(false);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (IOException e) {
        failure = e;
      }
    }

    boolean isBroken() {
      return failure != null;
    }

    void rethrow() throws IOException {
      IOException broken = failure;
      if (broken != null) {
        throw broken;
      }
    }

    Checkpoint save(boolean ended) throws IOException {
      lock.lock();
      try {
        boolean complete = wasComplete || (ended && window.isEmpty());
        Checkpoint checkpoint = new Checkpoint(what, after, passed, failed, complete);
        checkpoint.write(file);
        return checkpoint;
      } finally {
        lock.unlock();
      }
    }
  }
}
