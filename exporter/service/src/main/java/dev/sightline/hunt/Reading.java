package dev.sightline.hunt;

import dev.sightline.cloudtrail.CloudTrailReader;
import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.MalformedLogException;
import dev.sightline.cloudtrail.NotCloudTrailException;
import dev.sightline.cloudtrail.RecordConsumer;
import dev.sightline.cloudtrail.UnreadableRecord;
import dev.sightline.object.Limits;
import dev.sightline.object.ObjectException;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import dev.sightline.replay.LogFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads files with several threads, and hands on what these make of the objects in the order of the
 * files, so that the outcome does not hang on who was faster. Memory is bounded: a thread that is
 * ahead waits.
 */
public final class Reading {
  /** Told after each file. */
  @FunctionalInterface
  public interface Progress {
    void at(int files, int all, long records);

    /** Nobody looks. */
    Progress NONE = (_, _, _) -> {};
  }

  /** What one thread hands on at once. */
  private static final int CHUNK = 128;

  /** Chunks of one file that wait to be taken. */
  private static final int WAITING_CHUNKS = 8;

  /** Files that are read or have been read, and are not yet taken. */
  private static final int FILES_AHEAD = 16;

  private final LogFiles files;
  private final Limits limits;
  private final Scope scope;
  private final int threads;
  private final Progress progress;

  /**
   * @param threads that read, at least 1
   */
  Reading(LogFiles files, Limits limits, Scope scope, int threads, Progress progress) {
    this.files = files;
    this.limits = limits;
    this.scope = scope;
    this.threads = threads;
    this.progress = progress;
  }

  /** What a file's thread hands over: things in their order, and at the end its tally. */
  private record Chunk<T>(
      List<T> things, @Nullable Tally end, @Nullable RuntimeException failure) {}

  /**
   * Reads every file.
   *
   * @param lookers makes one for each file
   * @param taker is called on this thread, in the order of the files and their objects
   * @throws RuntimeException what a looker or the taker threw
   */
  <T> Tally run(Supplier<? extends Looker<T>> lookers, Consumer<T> taker)
      throws InterruptedException {
    Sum sum = new Sum();
    files
        .unreadable()
        .forEach(path -> sum.problems.add(new Tally.Problem(path.toString(), "may not be read")));
    ExecutorService workers =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("reader-", 0).factory());
    Deque<BlockingQueue<Chunk<T>>> ahead = new ArrayDeque<>();
    List<Future<?>> running = new ArrayList<>();
    try {
      int next = 0;
      while (next < files.logs().size() || !ahead.isEmpty()) {
        while (next < files.logs().size() && ahead.size() < FILES_AHEAD) {
          Path path = files.logs().get(next++);
          BlockingQueue<Chunk<T>> queue = new ArrayBlockingQueue<>(WAITING_CHUNKS);
          ahead.add(queue);
          running.add(workers.submit(() -> new FileRun<>(path, lookers.get(), queue).run()));
        }
        sum.add(drained(ahead.remove(), taker));
        progress.at(sum.files, files.logs().size(), sum.records);
      }
    } finally {
      running.forEach(future -> future.cancel(true));
      workers.shutdownNow();
      workers.close();
    }
    return sum.tally();
  }

  private static <T> Tally drained(BlockingQueue<Chunk<T>> queue, Consumer<T> taker)
      throws InterruptedException {
    while (true) {
      Chunk<T> chunk = queue.take();
      chunk.things().forEach(taker);
      if (chunk.failure() != null) {
        throw chunk.failure();
      }
      if (chunk.end() != null) {
        return chunk.end();
      }
    }
  }

  /** Adds up the tallies of files. */
  private static final class Sum {
    private int files;
    private long records;
    private long looked;
    private long foreign;
    private double newest = Double.NaN;
    private final List<Tally.Problem> problems = new ArrayList<>();

    void add(Tally tally) {
      files += tally.files();
      records += tally.records();
      looked += tally.looked();
      foreign += tally.foreign();
      newest = later(newest, tally.newest());
      problems.addAll(tally.problems());
    }

    Tally tally() {
      return new Tally(files, records, looked, foreign, newest, problems);
    }
  }

  private static double later(double left, double right) {
    return Double.isNaN(left) || right > left ? right : left;
  }

  /** One file on one thread. */
  private final class FileRun<T> implements RecordConsumer {
    private final Path path;
    private final Looker<T> looker;
    private final BlockingQueue<Chunk<T>> queue;
    private final List<Tally.Problem> problems = new ArrayList<>();
    private List<T> things = new ArrayList<>();
    private long records;
    private long looked;
    private long foreign;
    private double newest = Double.NaN;

    FileRun(Path path, Looker<T> looker, BlockingQueue<Chunk<T>> queue) {
      this.path = path;
      this.looker = looker;
      this.queue = queue;
    }

    void run() {
      RuntimeException failure = null;
      int read = 0;
      try {
        read = read() ? 1 : 0;
      } catch (RuntimeException e) {
        failure = e;
      } catch (StackOverflowError e) {
        failure = new IllegalStateException(path + " is nested too deeply to be read.", e);
      } catch (InterruptedException e) {
        return;
      }
      try {
        Tally tally = new Tally(read, records, looked, foreign, newest, problems);
        queue.put(new Chunk<>(things, tally, failure));
      } catch (InterruptedException e) {
        // The one that takes has gone: nobody asks for the rest.
        Thread.currentThread().interrupt();
      }
    }

    private boolean read() throws InterruptedException {
      try (OpenObject opened = ObjectStore.openFile(path, limits)) {
        new CloudTrailReader(CloudTrailReader.MAXIMUM_RECORD_BYTES)
            .readObjects(opened.stream(), this);
        return true;
      } catch (ObjectException e) {
        if (e.reason() == ObjectException.Reason.EMPTY && !path.toString().endsWith(".gz")) {
          return true;
        }
        problem(e.getMessage());
      } catch (NotCloudTrailException | MalformedLogException e) {
        problem(e.getMessage());
      } catch (IOException e) {
        problem(e.toString());
      }
      return records > 0;
    }

    private void problem(@Nullable String reason) {
      problems.add(new Tally.Problem(path.toString(), String.valueOf(reason)));
    }

    @Override
    public void accept(CloudTrailRecord record) throws InterruptedException {
      records++;
      double time = record.eventTimeMillis() < 0 ? Double.NaN : record.eventTimeMillis() / 1000.0;
      Found found =
          new Found(
              record.buffer(), record.offset(), record.length(), time, record.recipientAccountId());
      switch (looker.place(found)) {
        case Looker.Foreign _ -> foreign++;
        case Looker.At(double at, String account) when scope.holds(at, account) -> {
          looked++;
          newest = later(newest, at);
          T thing = looker.look(found);
          if (thing != null) {
            things.add(thing);
            if (things.size() == CHUNK) {
              queue.put(new Chunk<>(things, null, null));
              things = new ArrayList<>();
            }
          }
        }
        case Looker.At _ -> {
          // Outside of what was asked for.
        }
      }
    }

    @Override
    public void unreadable(UnreadableRecord record) {
      records++;
      problems.add(new Tally.Problem(path + " record " + record.ordinal(), record.message()));
    }
  }
}
