package dev.sightline.completeness;

import dev.sightline.backfill.Selection;
import dev.sightline.content.ContentReader;
import dev.sightline.digest.DigestKey;
import dev.sightline.digest.PublicKeys;
import dev.sightline.object.KeySelection;
import dev.sightline.object.ObjectListing;
import dev.sightline.object.ObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Verifies everything below a prefix, a few days of chains at once. Used once, by one thread. */
public final class Verification {
  private static final Pattern SERVICE =
      Pattern.compile("(.*?AWSLogs/(?:o-[a-z0-9]+/)?\\d{12}/)([^/]+)/(?:([a-z0-9-]+)/)?(.*)");
  private static final String DIGESTS = "CloudTrail-Digest";
  private static final String LOGS = "CloudTrail";

  /** Days of chains whose digests are in memory at once. */
  private static final int DAYS_AT_ONCE = 4;

  /** The hour behind the end is verified too: what spilled over is named there. */
  private static final Duration SPILL = Duration.ofHours(1);

  private final Parts parts;
  private final Range range;
  private final Instant now;
  private final Findings found = new Findings();
  private final Map<DigestKey.Chain, TreeMap<String, List<Link>>> chains = new LinkedHashMap<>();
  private final Set<String> digestRegions = new HashSet<>();
  private final Set<String> digestRegionsInRange = new HashSet<>();
  private final Set<String> logRegions = new HashSet<>();
  private final AtomicReference<@Nullable Exception> failure = new AtomicReference<>();
  private final Semaphore room = new Semaphore(DAYS_AT_ONCE);

  /**
   * What it works with.
   *
   * @param wanted which log files; of others nothing is asked. Digests are read whatever it says
   * @param splunk or null where only S3 is verified
   * @param open objects read at the same time, at most
   */
  public record Parts(
      ObjectListing listing,
      ObjectStore store,
      String bucket,
      String prefix,
      PublicKeys keys,
      KeySelection wanted,
      ContentReader contents,
      @Nullable SplunkComparison splunk,
      int open) {}

  /**
   * What is verified.
   *
   * @param since null for everything
   */
  public record Range(
      @Nullable Instant since, Instant until, Set<String> accounts, Set<String> regions) {
    public Range {
      accounts = Set.copyOf(accounts);
      regions = Set.copyOf(regions);
    }

    private Selection selection() {
      return new Selection(
          since == null ? null : LocalDate.ofInstant(since, ZoneOffset.UTC),
          LocalDate.ofInstant(until.plus(SPILL), ZoneOffset.UTC),
          accounts,
          regions);
    }

    private boolean wants(DigestKey key) {
      return (since == null || !key.time().isBefore(since))
          && !key.time().isAfter(until.plus(SPILL));
    }
  }

  /** Told now and then. */
  @FunctionalInterface
  public interface Progress {
    /** So much is done. */
    void at(long digests, long logs);
  }

  public Verification(Parts parts, Range range, Instant now) {
    this.parts = parts;
    this.range = range;
    this.now = now;
  }

  /**
   * Verifies.
   *
   * @throws IOException where S3, CloudTrail or Splunk does not answer; the journal remembers what
   *     was done
   */
  public Findings run(Journal journal, Progress progress) throws IOException, InterruptedException {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Chains joins = new Chains(parts.bucket(), range.since());
      DayCheck check = new DayCheck(parts, joins, threads, now);
      try {
        list(check, journal, threads, progress);
        room.acquire(DAYS_AT_ONCE);
        rethrow();
      } finally {
        threads.shutdownNow();
      }
      chains.forEach((chain, days) -> stitch(chain, days, joins));
      absent();
      return found;
    }
  }

  /** Ends a listing that is no use any more. */
  private static final class EnoughException extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  private void list(DayCheck check, Journal journal, ExecutorService threads, Progress progress)
      throws IOException, InterruptedException {
    Selection selection = range.selection();
    List<DigestKey> folder = new ArrayList<>();
    String[] before = {""};
    try {
      parts
          .listing()
          .list(
              parts.bucket(),
              parts.prefix(),
              null,
              // What is not asked for is not noted either.
              prefix -> selection.enters(prefix) && isAskedFor(prefix) && enters(prefix),
              (object, _) -> {
                String place = object.key().substring(0, object.key().lastIndexOf('/') + 1);
                if (!place.equals(before[0])) {
                  before[0] = place;
                  begin(folder, check, journal, threads, progress);
                }
                DigestKey.of(object.key())
                    .filter(range::wants)
                    .filter(key -> wanted(key.chain()))
                    .ifPresent(folder::add);
                if (failure.get() != null) {
                  throw new EnoughException();
                }
              });
      begin(folder, check, journal, threads, progress);
    } catch (EnoughException e) {
      // The failure says why.
    }
  }

  private boolean wanted(DigestKey.Chain chain) {
    return (range.accounts().isEmpty() || range.accounts().contains(chain.account()))
        && (range.regions().isEmpty() || range.regions().contains(chain.region()));
  }

  /** Below a folder of digests all are read: those of one day tell of log files of another. */
  private boolean isAskedFor(String folder) {
    return folder.contains("/" + DIGESTS + "/") || parts.wanted().enters(parts.bucket(), folder);
  }

  /** Of an account only the digests; of its logs only in which regions there are any. */
  private boolean enters(String folder) {
    Matcher place = SERVICE.matcher(folder);
    if (!place.matches()) {
      return true;
    }
    String region = place.group(3);
    if (place.group(2).equals(DIGESTS)) {
      if (region != null) {
        digestRegions.add(place.group(1) + " " + region);
      }
      return true;
    }
    if (place.group(2).equals(LOGS)) {
      if (region != null) {
        logRegions.add(place.group(1) + " " + region);
      }
      return region == null;
    }
    return false;
  }

  private void begin(
      List<DigestKey> folder,
      DayCheck check,
      Journal journal,
      ExecutorService threads,
      Progress progress)
      throws InterruptedException {
    Map<DigestKey.Chain, List<DigestKey>> byChain = new LinkedHashMap<>();
    folder.forEach(key -> byChain.computeIfAbsent(key.chain(), _ -> new ArrayList<>()).add(key));
    folder.clear();
    for (Map.Entry<DigestKey.Chain, List<DigestKey>> entry : byChain.entrySet()) {
      DigestKey.Chain chain = entry.getKey();
      String first = entry.getValue().getFirst().text();
      String unit =
          String.join(
              " ",
              first.substring(0, first.lastIndexOf('/') + 1),
              chain.trail(),
              chain.home(),
              // A day that has grown since is another.
              Integer.toString(entry.getValue().size()));
      Matcher place = SERVICE.matcher(first);
      if (place.matches() && entry.getValue().stream().anyMatch(key -> !key.backfill())) {
        digestRegionsInRange.add(place.group(1) + " " + place.group(3));
      }
      var done = journal.done(unit);
      if (done.isPresent()) {
        take(chain, done.get());
        continue;
      }
      room.acquire();
      threads.execute(() -> {
        try {
          DayResult day = check.run(unit, entry.getValue());
          journal.add(day);
          take(chain, day);
        } catch (IOException | RuntimeException e) {
          failure.compareAndSet(null, e);
        } catch (InterruptedException e) {
          failure.compareAndSet(null, e);
          Thread.currentThread().interrupt();
        } finally {
          progress.at(check.digestsDone(), check.logsDone());
          room.release();
        }
      });
    }
  }

  private void take(DigestKey.Chain chain, DayResult day) {
    found.add(day);
    synchronized (chains) {
      chains.computeIfAbsent(chain, _ -> new TreeMap<>()).put(day.unit(), day.ends());
    }
  }

  private void rethrow() throws IOException, InterruptedException {
    switch (failure.get()) {
      case null -> {}
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case RuntimeException e -> throw e;
      default -> throw new IllegalStateException("no other failure is kept");
    }
  }

  /** Holds each day's first digest to the last of the day before, and the last to now. */
  private void stitch(DigestKey.Chain chain, Map<String, List<Link>> days, Chains joins) {
    List<List<Link>> ordered =
        days.values().stream()
            .filter(ends -> !ends.isEmpty())
            .sorted(Comparator.comparing(ends -> ends.getFirst().end()))
            .toList();
    Link last = null;
    for (List<Link> ends : ordered) {
      joins.join(chain, last, ends.getFirst(), found);
      last = ends.getLast();
    }
    if (last != null) {
      joins.ends(chain, last, range.until(), now, found);
    }
  }

  /** What has no digest at all in this time. */
  private void absent() throws IOException, InterruptedException {
    for (String region : digestRegions) {
      if (!digestRegionsInRange.contains(region)) {
        absent(region, "there is no digest of this time: what was logged is not proven");
      }
    }
    for (String region : logRegions) {
      if (!digestRegions.contains(region) && hasLogs(region)) {
        absent(
            region,
            "there are log files of this time and no digest: switch on the trail's log file"
                + " validation");
      }
    }
    Set<String> seen = new HashSet<>();
    chains.keySet().forEach(chain -> seen.add(chain.account()));
    for (String account : range.accounts()) {
      if (!seen.contains(account)) {
        found.problem(account, "there is no digest of this account below the prefix");
      }
    }
    if (chains.isEmpty() && found.problemCount() == 0) {
      found.problem(
          "s3://" + parts.bucket() + "/" + parts.prefix(),
          "there is no digest below it: switch on the trail's log file validation, or look at"
              + " prefix and time");
    }
  }

  private void absent(String region, String reason) {
    String words = words(region);
    found.problem(words, reason);
    Instant since = range.since();
    if (since != null) {
      int space = words.indexOf(' ');
      Chains.nothing(
          words.substring(0, space),
          words.substring(space + 1),
          since,
          range.until(),
          now,
          reason,
          found);
    }
  }

  private boolean hasLogs(String region) throws IOException, InterruptedException {
    String[] place = region.split(" ", 2);
    Selection selection = range.selection();
    try {
      parts
          .listing()
          .list(
              parts.bucket(),
              place[0] + LOGS + "/" + place[1] + "/",
              null,
              selection::enters,
              (object, modified) -> {
                if (selection.wants(object.key(), modified)
                    && parts.wanted().wants(parts.bucket(), object.key())) {
                  throw new EnoughException();
                }
              });
      return false;
    } catch (EnoughException e) {
      return true;
    }
  }

  private static String words(String region) {
    String[] place = region.split(" ", 2);
    String[] folders = place[0].split("/", -1);
    return folders[folders.length - 2] + " " + place[1];
  }
}
