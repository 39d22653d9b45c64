package dev.sightline.command;

import dev.sightline.completeness.Findings;
import dev.sightline.completeness.Problem;
import dev.sightline.completeness.Shortage;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.pipeline.Outlet;
import dev.sightline.replay.Replay;
import dev.sightline.replay.ReplayResult;
import dev.sightline.route.Rules;
import dev.sightline.splunk.IndexedRecords;
import dev.sightline.telemetry.Measures;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/** Sends what Splunk lacks, and only that, the way the service sends: with acknowledgments. */
final class Repair {
  private static final Duration LOOK = Duration.ofMillis(500);

  private final List<NamedDestination> destinations;
  private final Rules rules;
  private final ObjectConfiguration objects;
  private final ObjectStore store;
  private final IndexedRecords records;
  private final Duration patience;

  /**
   * What became of it.
   *
   * @param whole objects of which Splunk has everything now
   * @param delivered records that were sent, and acknowledged
   * @param problems what could not be sent, or is not found
   * @param refused why nothing was sent, or null
   */
  record Result(long whole, long delivered, List<Problem> problems, @Nullable String refused) {
    static final Result NOTHING = new Result(0, 0, List.of(), null);

    Result {
      problems = List.copyOf(problems);
    }

    /** Whether Splunk has everything now that it lacked. */
    boolean isAll(Findings found) {
      return whole > 0 && whole == found.shortages().size();
    }
  }

  Repair(
      List<NamedDestination> destinations,
      Rules rules,
      ObjectConfiguration objects,
      ObjectStore store,
      IndexedRecords records,
      Duration patience) {
    this.destinations = destinations;
    this.rules = rules;
    this.objects = objects;
    this.store = store;
    this.records = records;
    this.patience = patience;
  }

  /**
   * Sends.
   *
   * @param most records to send without asking
   */
  Result run(List<Shortage> shortages, long most) throws IOException, InterruptedException {
    long all = shortages.stream().mapToLong(Shortage::records).sum();
    if (all > most && !isAgreed(all, shortages.size())) {
      return new Result(
          0,
          0,
          List.of(),
          String.format(
              Locale.ROOT,
              "Nothing was sent: it would be %,d records of %,d objects. Say --yes, or a larger"
                  + " --ask-above.",
              all,
              shortages.size()));
    }
    try (Sending sending = new Sending(destinations, rules, Optional.empty())) {
      sending.awaitUsable(patience);
      List<Problem> problems = Collections.synchronizedList(new ArrayList<>());
      Semaphore room = new Semaphore(objects.open());
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
        for (Shortage shortage : shortages) {
          room.acquire();
          threads.execute(() -> {
            try {
              problems.addAll(send(sending, shortage));
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            } finally {
              room.release();
            }
          });
        }
      }
      long delivered = sending.measures().records().left(Measures.RecordEnd.DELIVERED);
      return awaited(shortages, delivered, problems);
    }
  }

  private List<Problem> send(Sending sending, Shortage shortage) throws InterruptedException {
    BitSet missing = shortage.ordinals();
    Replay replay =
        new Replay(
            sending.reader(objects.families()),
            sending.outlets(),
            sending.measures(),
            objects.limits());
    ReplayResult result =
        replay.object(
            store,
            new ObjectRef(shortage.bucket(), shortage.key(), null, null, null, -1),
            ordinal -> missing.get((int) ordinal),
            Outlet.FIRST);
    return result.problems().stream()
        .map(problem -> new Problem(problem.place(), problem.reason()))
        .toList();
  }

  /** What is acknowledged is written, and found a little later. */
  private Result awaited(List<Shortage> shortages, long delivered, List<Problem> problems)
      throws IOException, InterruptedException {
    IndexedRecords.Period period =
        shortages.stream().map(Shortage::period).reduce(IndexedRecords.Period::and).orElseThrow();
    long end = System.nanoTime() + patience.toNanos();
    List<Shortage> left = new ArrayList<>(shortages);
    while (true) {
      Map<String, IndexedRecords.Held> held =
          records.held(left.stream().map(Shortage::identity).toList(), period);
      left.removeIf(shortage -> {
        BitSet missing = shortage.ordinals();
        missing.andNot(
            held.getOrDefault(shortage.identity(), IndexedRecords.Held.nothing()).ordinals());
        return missing.isEmpty();
      });
      if (left.isEmpty() || System.nanoTime() >= end) {
        break;
      }
      Thread.sleep(LOOK);
    }
    List<Problem> all = new ArrayList<>(problems);
    for (Shortage shortage : left) {
      all.add(
          new Problem(
              "s3://" + shortage.bucket() + "/" + shortage.key(),
              "was sent again, and Splunk does not find all of it yet: verify once more later"));
    }
    return new Result(shortages.size() - (long) left.size(), delivered, all, null);
  }

  private static boolean isAgreed(long all, int shortages) throws IOException {
    if (!Logging.isTerminal()) {
      return false;
    }
    System.err.printf(Locale.ROOT, "Send %,d records of %,d objects? [y/N] ", all, shortages);
    BufferedReader in =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    String answer = in.readLine();
    return answer != null && answer.strip().toLowerCase(Locale.ROOT).startsWith("y");
  }
}
