package dev.sightline.hunt;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.content.Recipient;
import dev.sightline.content.Recogniser;
import dev.sightline.content.UnreadableContentException;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.flowlog.FlowLogFormat;
import dev.sightline.flowlog.FlowLogLine;
import dev.sightline.guardduty.Finding;
import dev.sightline.object.Limits;
import dev.sightline.object.ObjectException;
import dev.sightline.object.OpenObject;
import dev.sightline.replay.LogFiles;
import dev.sightline.replay.LogSource;
import dev.sightline.resolver.ResolverQuery;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
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

  private static final int MOST_SHOWN = 60;

  private final LogFiles files;
  private final Limits limits;
  private final Scope scope;
  private final int threads;
  private final Progress progress;
  private final Recogniser.Forms forms;
  private final Sieve.OfFiles sieves;

  /**
   * @param threads that read, at least 1
   */
  Reading(
      LogFiles files,
      Limits limits,
      Scope scope,
      int threads,
      Progress progress,
      Recogniser.Forms forms) {
    this(files, limits, scope, threads, progress, forms, Sieve.OfFiles.NONE);
  }

  /**
   * @param sieves what becomes of records before anybody looks at them
   */
  Reading(
      LogFiles files,
      Limits limits,
      Scope scope,
      int threads,
      Progress progress,
      Recogniser.Forms forms,
      Sieve.OfFiles sieves) {
    this.forms = forms;
    this.sieves = sieves;
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
    if (files.others() > 0) {
      sum.notes.add(new Tally.Problem("hidden files", files.others() + " were passed over"));
    }
    ExecutorService workers =
        Executors.newFixedThreadPool(threads, Thread.ofPlatform().name("reader-", 0).factory());
    Deque<BlockingQueue<Chunk<T>>> ahead = new ArrayDeque<>();
    List<Future<?>> running = new ArrayList<>();
    try {
      int next = 0;
      while (next < files.logs().size() || !ahead.isEmpty()) {
        while (next < files.logs().size() && ahead.size() < FILES_AHEAD) {
          LogSource source = files.logs().get(next++);
          BlockingQueue<Chunk<T>> queue = new ArrayBlockingQueue<>(WAITING_CHUNKS);
          ahead.add(queue);
          running.add(workers.submit(() -> new FileRun<>(source, lookers.get(), queue).run()));
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
    private long untimed;
    private long partial;
    private double newest = Double.NaN;
    private final List<Tally.Problem> problems = new ArrayList<>();
    private final List<Tally.Problem> notes = new ArrayList<>();

    void add(Tally tally) {
      files += tally.files();
      records += tally.records();
      looked += tally.looked();
      foreign += tally.foreign();
      untimed += tally.untimed();
      partial += tally.partial();
      newest = FileTally.later(newest, tally.newest());
      problems.addAll(tally.problems());
      notes.addAll(tally.notes());
    }

    Tally tally() {
      return new Tally(files, records, looked, foreign, untimed, partial, newest, problems, notes);
    }
  }

  /** One file on one thread. */
  private final class FileRun<T> implements Recipient {
    private final LogSource source;
    private final Looker<T> looker;
    private final BlockingQueue<Chunk<T>> queue;
    private final FileTally tally;
    private final Sieve sieve;
    private List<T> things = new ArrayList<>();

    FileRun(LogSource source, Looker<T> looker, BlockingQueue<Chunk<T>> queue) {
      this.source = source;
      this.looker = looker;
      this.queue = queue;
      this.tally = new FileTally(source.name());
      this.sieve = sieves.of(source);
    }

    void run() {
      RuntimeException failure = null;
      boolean read = false;
      try {
        read = read();
      } catch (RuntimeException e) {
        failure = e;
      } catch (StackOverflowError e) {
        failure = new IllegalStateException(source.name() + " is nested too deeply to be read.", e);
      } catch (InterruptedException e) {
        return;
      }
      try {
        queue.put(new Chunk<>(things, tally.ended(read), failure));
      } catch (InterruptedException e) {
        // The one that takes has gone: nobody asks for the rest.
        Thread.currentThread().interrupt();
      }
    }

    private boolean read() throws InterruptedException {
      try (OpenObject opened = source.open(limits)) {
        new Recogniser(this, forms)
            .read(opened.content(), source.name(), opened.maximumInflatedBytes());
        return true;
      } catch (ObjectException e) {
        if (e.reason() == ObjectException.Reason.EMPTY && !source.name().endsWith(".gz")) {
          tally.note(source.name(), "has 0 bytes");
          return true;
        }
        tally.problem(source.name(), e.getMessage());
      } catch (UnreadableContentException e) {
        tally.problem(source.name(), e.getMessage());
      } catch (IOException e) {
        tally.problem(source.name(), e.toString());
      }
      return tally.records() > 0;
    }

    private void found(Found found) throws InterruptedException {
      tally.record();
      // A line of somebody's own may tell its time elsewhere, or none.
      if (forms != Recogniser.Forms.LINES
          && found.type() == Found.Type.RECORD
          && Double.isNaN(found.time())) {
        tally.timeless();
        return;
      }
      switch (looker.place(found)) {
        case Looker.Foreign _ -> {
          if (found.type() == Found.Type.OTHER) {
            tally.foreign(begins(found));
          }
        }
        case Looker.At(double at, String account) when scope.holds(at, account) -> {
          tally.looked(at);
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

    private static String begins(Found found) {
      int length = Math.min(MOST_SHOWN, found.length());
      return new String(found.json(), found.offset(), length, StandardCharsets.UTF_8)
          .replaceAll("[^ -~]", "?");
    }

    private static double seconds(long millis) {
      return millis < 0 ? Double.NaN : millis / 1000.0;
    }

    @Override
    public void cloudTrail(CloudTrailRecord whole) throws IOException, InterruptedException {
      CloudTrailRecord record = sieve.left(whole);
      if (record == null) {
        tally.record();
        return;
      }
      if (!record.timed() && record.eventTimeMillis() >= 0) {
        tally.untimed();
      }
      found(
          new Found(
              Found.Type.RECORD,
              record.buffer(),
              record.offset(),
              record.length(),
              seconds(record.eventTimeMillis()),
              record.recipientAccountId()));
    }

    @Override
    public void partial(CloudTrailRecord record) throws IOException, InterruptedException {
      tally.partial();
      cloudTrail(record);
    }

    private void whole(Found.Type type, byte[] json, long millis, @Nullable String account)
        throws InterruptedException {
      found(new Found(type, json, 0, json.length, seconds(millis), account));
    }

    @Override
    public void finding(Finding finding, long ordinal) throws InterruptedException {
      whole(Found.Type.FINDING, finding.json(), finding.updatedAtMillis(), finding.accountId());
    }

    @Override
    public void event(EventBridgeEvent event, long ordinal) throws InterruptedException {
      whole(Found.Type.EVENT, event.json(), event.timeMillis(), event.account());
    }

    @Override
    public void format(String name, FlowLogFormat format) {
      // The columns are told by each line.
    }

    @Override
    public void flow(FlowLogLine line) throws InterruptedException {
      found(
          new Found(
              Found.Type.FLOW,
              line.buffer(),
              line.offset(),
              line.length(),
              seconds(line.startMillis()),
              line.accountId()));
    }

    @Override
    public void query(ResolverQuery query) throws InterruptedException {
      found(
          new Found(
              Found.Type.QUERY,
              query.buffer(),
              query.offset(),
              query.length(),
              seconds(query.timeMillis()),
              query.accountId()));
    }

    @Override
    public void unknown(byte[] buffer, int offset, int length, long ordinal, long timeMillis)
        throws InterruptedException {
      found(new Found(Found.Type.OTHER, buffer, offset, length, seconds(timeMillis), null));
    }

    @Override
    public void unreadable(long ordinal, String reason) {
      tally.record();
      tally.unreadable(ordinal, reason);
    }

    @Override
    public void nothing(String name) {
      tally.nothing(name);
    }

    @Override
    public void other(String name, String id, String words) {
      tally.note(name, "is " + words + ": not read");
    }

    @Override
    public void damaged(String name, String reason, long ordinal) {
      tally.problem(name, reason);
    }
  }
}
