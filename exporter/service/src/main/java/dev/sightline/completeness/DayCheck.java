package dev.sightline.completeness;

import dev.sightline.content.ContentReader;
import dev.sightline.content.UnreadableContentException;
import dev.sightline.digest.Digest;
import dev.sightline.digest.DigestKey;
import dev.sightline.digest.DigestReader;
import dev.sightline.digest.InvalidException;
import dev.sightline.digest.LogFile;
import dev.sightline.digest.LogReader;
import dev.sightline.envelope.ObjectIdentity;
import dev.sightline.object.KeySelection;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Verifies one day of one chain: its digests, its log files, and what Splunk has of them. */
final class DayCheck {
  private static final int MOST_UNCARRIED = 5;

  private final String bucket;
  private final DigestReader digests;
  private final LogReader logs;
  private final KeySelection wanted;
  private final ContentReader contents;
  private final @Nullable SplunkComparison splunk;
  private final Chains chains;
  private final Semaphore open;
  private final ExecutorService threads;
  private final Instant now;
  private final LongAdder digestsDone = new LongAdder();
  private final LongAdder logsDone = new LongAdder();

  DayCheck(Verification.Parts parts, Chains chains, ExecutorService threads, Instant now) {
    this.bucket = parts.bucket();
    ObjectStore store = parts.store();
    this.digests = new DigestReader(store, parts.keys());
    this.logs = new LogReader(store);
    this.wanted = parts.wanted();
    this.contents = parts.contents();
    this.splunk = parts.splunk();
    this.chains = chains;
    this.open = new Semaphore(parts.open());
    this.threads = threads;
    this.now = now;
  }

  long digestsDone() {
    return digestsDone.sum();
  }

  long logsDone() {
    return logsDone.sum();
  }

  /** A digest, its link in the chain, and what is found of it and of its log files. */
  private record Read(DigestKey key, Link link, List<LogFile> logs, Findings found) {
    Hour hour() {
      return Hour.of(key.chain().account(), key.chain().region(), link.start(), found);
    }
  }

  /**
   * Verifies.
   *
   * @param keys of digests of one chain
   * @throws IOException where S3, CloudTrail or Splunk does not answer
   */
  DayResult run(String unit, List<DigestKey> keys) throws IOException, InterruptedException {
    Findings found = new Findings();
    List<DigestKey> ordered = new ArrayList<>(keys);
    ordered.sort(Comparator.comparing(DigestKey::time));
    List<Read> read = all(ordered.stream().<Callable<Read>>map(key -> () -> digest(key)).toList());
    List<Callable<List<Counted>>> work = new ArrayList<>();
    for (Read digest : read) {
      for (LogFile log : digest.logs()) {
        if (wanted.wants(log.bucket(), log.key())) {
          work.add(() -> log(log, digest.found()));
        }
      }
    }
    List<Counted> counted = new ArrayList<>();
    all(work).forEach(counted::addAll);
    if (splunk != null) {
      splunk.compare(counted);
    }
    for (Read digest : read) {
      found.add(digest.found());
      found.hour(digest.hour());
    }
    return DayResult.of(unit, found, joined(read, found));
  }

  private List<Link> joined(List<Read> read, Findings found) {
    List<Read> chain = read.stream().filter(digest -> !digest.key().backfill()).toList();
    for (int i = 1; i < chain.size(); i++) {
      chains.join(chain.get(i).key().chain(), chain.get(i - 1).link(), chain.get(i).link(), found);
    }
    if (chain.size() < 2) {
      return chain.stream().map(Read::link).toList();
    }
    return List.of(chain.getFirst().link(), chain.getLast().link());
  }

  private Read digest(DigestKey key) throws IOException, InterruptedException {
    Findings found = new Findings();
    open.acquire();
    try {
      Digest digest = digests.read(bucket, key);
      found.count(key.backfill() ? Count.BACKFILL_DIGESTS_VALID : Count.DIGESTS_VALID, 1);
      return new Read(key, Link.of(digest), digest.logs(), found);
    } catch (InvalidException e) {
      found.count(key.backfill() ? Count.BACKFILL_DIGESTS_INVALID : Count.DIGESTS_INVALID, 1);
      found.problem("s3://" + bucket + "/" + key.text(), String.valueOf(e.getMessage()));
      return new Read(key, Link.invalid(key), List.of(), found);
    } finally {
      open.release();
      digestsDone.increment();
    }
  }

  private List<Counted> log(LogFile log, Findings found) throws IOException, InterruptedException {
    open.acquire();
    try {
      List<Counted> counted =
          logs.read(
              log,
              object -> splunk == null ? List.<Counted>of() : List.of(count(log, object, found)));
      found.count(Count.LOG_FILES_VALID, 1);
      return counted;
    } catch (InvalidException e) {
      found.count(Count.LOG_FILES_INVALID, 1);
      found.problem("s3://" + log.bucket() + "/" + log.key(), String.valueOf(e.getMessage()));
      return List.of();
    } finally {
      open.release();
      logsDone.increment();
    }
  }

  private Counted count(LogFile log, OpenObject object, Findings found)
      throws IOException, InterruptedException {
    ObjectIdentity identity = ObjectIdentity.of(log.bucket(), log.key(), object.versionOrETag());
    RecordCount count = new RecordCount(identity.text());
    String place = "s3://" + log.bucket() + "/" + log.key();
    try {
      ObjectRef ref = new ObjectRef(log.bucket(), log.key(), null, null, null, -1);
      contents.object(object, ref, identity, contents.rules(), count);
    } catch (UnreadableContentException e) {
      found.problem(place, "cannot be carried: " + e.getMessage());
    }
    count.uncarried().entrySet().stream()
        .limit(MOST_UNCARRIED)
        .forEach(entry ->
            found.problem(
                place, "its record " + entry.getKey() + " cannot be carried: " + entry.getValue()));
    Instant modified = Objects.requireNonNullElse(object.modified(), now);
    return new Counted(
        log,
        identity.text(),
        count.ordinals(),
        count.own(),
        count.period(modified, now),
        modified,
        found);
  }

  /** Does all of it, at once as far as there is room, and ends with the first that fails. */
  private <T> List<T> all(List<Callable<T>> work) throws IOException, InterruptedException {
    List<Future<T>> futures = work.stream().map(threads::submit).toList();
    List<T> results = new ArrayList<>();
    try {
      for (Future<T> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException failure -> throw failure;
        case InterruptedException stopped -> throw stopped;
        case RuntimeException failure -> throw failure;
        case null, default -> throw new IllegalStateException(e);
      }
    } finally {
      futures.forEach(future -> future.cancel(true));
    }
  }
}
