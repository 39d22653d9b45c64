package dev.sightline.redelivery;

import dev.sightline.splunk.IndexedRecords;
import dev.sightline.splunk.IndexedRecords.Held;
import dev.sightline.splunk.IndexedRecords.Period;
import dev.sightline.splunk.SearchException;
import dev.sightline.telemetry.Measures;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks Splunk which events it has of what comes again. Questions that come at about the same time
 * share one marker and one search for many objects. Safe for any number of threads.
 */
public final class Inquiry implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Inquiry.class);

  /** How long a question waits for others. */
  private static final Duration GATHER = Duration.ofMillis(200);

  /** What one search names, at most: objects, events, ids, and the time between its events. */
  private static final int OBJECTS = 50;

  private static final int EVENTS = 20_000;
  private static final int IDS = 200;
  private static final Duration SPAN = Duration.ofHours(6);

  private final Function<String, IndexedRecords> records;
  private final Map<String, IndexedRecords> byIndex = new ConcurrentHashMap<>();
  private final Marker marker;
  private final SearchBudget budget;
  private final Duration patience;
  private final Measures measures;
  private final InstantSource clock;
  private final BlockingQueue<Question> questions = new LinkedBlockingQueue<>();
  private final Thread thread;
  private boolean troubled;

  private record Question(
      Expected expected,
      String index,
      long receivedNanos,
      long endNanos,
      CompletableFuture<BitSet> answer) {}

  /**
   * @param destination the name of the Splunk that is asked
   * @param records asks an index, by its name
   * @param index the one that the teller writes to
   * @param teller sends the marker the way that records go
   */
  public Inquiry(
      RedeliveryConfiguration configuration,
      String destination,
      Function<String, IndexedRecords> records,
      String index,
      Teller teller,
      Measures measures,
      InstantSource clock) {
    this.records = records;
    this.budget = new SearchBudget(configuration.searchesAnHour(), System::nanoTime);
    this.marker = new Marker(teller, of(index), budget, clock);
    this.patience = configuration.patience();
    this.measures = measures;
    this.clock = clock;
    measures.gauge(
        "sightline.redelivery.searches",
        "destination",
        destination,
        () -> byIndex.values().stream().mapToDouble(IndexedRecords::searches).sum());
    measures.gauge(
        "sightline.redelivery.searchable.seconds",
        "destination",
        destination,
        () -> marker.took().toMillis() / 1e3);
    this.thread = Thread.ofVirtual().name("redelivery").start(this::run);
  }

  /**
   * Which events Splunk has.
   *
   * @param index the index that they go to
   * @param receivedNanos {@link System#nanoTime} when the message was received: whatever was sent
   *     of it before is looked for
   * @return their ordinals; none where Splunk does not say in time, wholly and beyond doubt
   */
  public BitSet present(Expected expected, String index, long receivedNanos)
      throws InterruptedException {
    if (!expected.isAskable()) {
      return new BitSet();
    }
    Question question =
        new Question(
            expected,
            index,
            receivedNanos,
            System.nanoTime() + patience.toNanos(),
            new CompletableFuture<>());
    questions.add(question);
    try {
      BitSet found = question.answer().get(patience.toNanos(), TimeUnit.NANOSECONDS);
      measures.redelivery("answered");
      measures.found(found.cardinality());
      return found;
    } catch (ExecutionException | TimeoutException e) {
      // It is sent as if nobody had asked.
      measures.redelivery("unknown");
      return new BitSet();
    } finally {
      question.answer().cancel(false);
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }

  static void spend(SearchBudget budget) throws UnknownException {
    if (!budget.take()) {
      throw new UnknownException(
          "SIGHTLINE_REDELIVERY_SEARCHES_AN_HOUR are used up for the moment");
    }
  }

  private void run() {
    while (true) {
      List<Question> round = new ArrayList<>();
      try {
        round.add(questions.take());
        Thread.sleep(GATHER);
        questions.drainTo(round);
        round.removeIf(question -> question.answer().isDone());
        answer(round);
        trouble(null);
      } catch (InterruptedException e) {
        fail(round, "the exporter stops");
        return;
      } catch (UnknownException | SearchException e) {
        trouble(e.getMessage());
        fail(round, String.valueOf(e.getMessage()));
      } catch (RuntimeException e) {
        // Whatever it is, the next question needs its answer.
        log.error("asking Splunk what it has failed unexpectedly", e);
        fail(round, e.toString());
      }
    }
  }

  private void answer(List<Question> round)
      throws UnknownException, SearchException, InterruptedException {
    if (round.isEmpty()) {
      return;
    }
    long latest = round.getFirst().receivedNanos();
    long end = round.getFirst().endNanos();
    for (Question question : round) {
      latest = question.receivedNanos() - latest > 0 ? question.receivedNanos() : latest;
      end = question.endNanos() - end > 0 ? question.endNanos() : end;
    }
    marker.settle(latest, end);
    Instant now = clock.instant();
    Map<String, List<Question>> rounds = new TreeMap<>();
    for (Question question : round) {
      rounds.computeIfAbsent(question.index(), _ -> new ArrayList<>()).add(question);
    }
    for (List<Question> ofIndex : rounds.values()) {
      for (List<Question> group : groups(ofIndex, now)) {
        ask(group, now);
      }
    }
  }

  private IndexedRecords of(String index) {
    return byIndex.computeIfAbsent(index, records);
  }

  private void ask(List<Question> group, Instant now)
      throws UnknownException, SearchException, InterruptedException {
    List<String> objects = new ArrayList<>();
    List<String> ids = new ArrayList<>();
    Instant earliest = now;
    Instant latest = Instant.EPOCH;
    for (Question question : group) {
      Expected expected = question.expected();
      String object = expected.object();
      if (object != null) {
        objects.add(object);
      }
      expected.own().keySet().stream().filter(IndexedRecords::isSearchable).forEach(ids::add);
      earliest = min(earliest, expected.earliest(now));
      latest = max(latest, expected.latest(now));
    }
    Period period = new Period(earliest, latest);
    IndexedRecords asked = of(group.getFirst().index());
    Map<String, Held> held = Map.of();
    if (!objects.isEmpty()) {
      spend(budget);
      held = asked.held(objects, period);
    }
    List<String> present = new ArrayList<>();
    for (int from = 0; from < ids.size(); from += IDS) {
      spend(budget);
      present.addAll(
          asked.present(ids.subList(from, Math.min(ids.size(), from + IDS)), period).keySet());
    }
    for (Question question : group) {
      question.answer().complete(found(question.expected(), held, present));
    }
  }

  /** Only what was asked for and is there under the very same id. */
  private static BitSet found(Expected expected, Map<String, Held> held, List<String> present) {
    BitSet found = new BitSet();
    String object = expected.object();
    Held of = object == null ? null : held.get(object);
    if (of != null) {
      found.or(of.ordinals());
      found.and(expected.ordinals());
    }
    for (String id : present) {
      Integer ordinal = expected.own().get(id);
      if (ordinal != null) {
        found.set(ordinal);
      }
    }
    return found;
  }

  /** Questions that one search can answer: not too many events, and of about the same time. */
  private static List<List<Question>> groups(List<Question> round, Instant now) {
    List<Question> byTime = new ArrayList<>(round);
    byTime.sort(Comparator.comparing(question -> question.expected().earliest(now)));
    List<List<Question>> groups = new ArrayList<>();
    List<Question> group = new ArrayList<>();
    int events = 0;
    for (Question question : byTime) {
      Instant earliest = question.expected().earliest(now);
      boolean fits =
          group.size() < OBJECTS
              && events + question.expected().size() <= EVENTS
              && (group.isEmpty()
                  || Duration.between(group.getFirst().expected().earliest(now), earliest)
                          .compareTo(SPAN)
                      <= 0);
      if (!fits && !group.isEmpty()) {
        groups.add(group);
        group = new ArrayList<>();
        events = 0;
      }
      group.add(question);
      events += question.expected().size();
    }
    groups.add(group);
    return groups;
  }

  private static void fail(List<Question> round, String reason) {
    round.forEach(
        question -> question.answer().completeExceptionally(new UnknownException(reason)));
  }

  /** Told when it begins and when it ends. */
  private void trouble(@Nullable String reason) {
    if (reason != null && !troubled) {
      log.warn("what comes again is sent again whole, since Splunk cannot be asked: {}", reason);
    } else if (reason == null && troubled) {
      log.info("Splunk can be asked again what it has of what comes again");
    }
    troubled = reason != null;
  }

  private static Instant min(Instant one, Instant other) {
    return one.isBefore(other) ? one : other;
  }

  private static Instant max(Instant one, Instant other) {
    return one.isAfter(other) ? one : other;
  }
}
