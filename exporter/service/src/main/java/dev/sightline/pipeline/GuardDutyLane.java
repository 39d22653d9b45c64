package dev.sightline.pipeline;

import dev.sightline.guardduty.Coverage;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.guardduty.GuardDutyException;
import dev.sightline.guardduty.GuardDutyRegion;
import dev.sightline.telemetry.Measures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks GuardDuty's API on a schedule: for findings, as a net below the queue, and once a day for
 * who is watched. Starts where nobody remembers anything: what it sends again carries the same ids.
 */
final class GuardDutyLane implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(GuardDutyLane.class);
  private static final Duration DAY = Duration.ofDays(1);

  /** GuardDuty shows an update some minutes after the time that it gives it. */
  private static final Duration OVERLAP = Duration.ofMinutes(30);

  private final List<GuardDutyRegion> regions;
  private final GuardDutyConfiguration configuration;
  private final String account;
  private final FindingPoll poll;
  private final Outlets outlets;
  private final Measures measures;
  private final InstantSource clock;
  private final Map<String, Instant> polledUntil = new HashMap<>();
  private final Set<String> told = new HashSet<>();
  private @Nullable Instant coverageTold;
  private volatile boolean closed;
  private @Nullable Thread thread;

  GuardDutyLane(
      List<GuardDutyRegion> regions,
      GuardDutyConfiguration configuration,
      String account,
      FindingPoll poll,
      Outlets outlets,
      Measures measures,
      InstantSource clock) {
    this.regions = List.copyOf(regions);
    this.configuration = configuration;
    this.account = account;
    this.poll = poll;
    this.outlets = outlets;
    this.measures = measures;
    this.clock = clock;
  }

  void start() {
    thread = Thread.ofVirtual().name("guardduty").start(this::ask);
  }

  @Override
  public void close() {
    closed = true;
    Thread running = thread;
    if (running != null) {
      running.interrupt();
    }
  }

  private void ask() {
    Duration pause = configuration.poll() == null ? Duration.ofHours(1) : configuration.poll();
    try {
      while (!closed) {
        if (outlets.awaitUsable(Duration.ofSeconds(1))) {
          askOnce();
          Thread.sleep(pause);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void askOnce() throws InterruptedException {
    Instant now = clock.instant();
    if (configuration.poll() != null) {
      for (GuardDutyRegion region : regions) {
        findings(region, now);
      }
    }
    if (configuration.coverage()
        && outlets.first().destination().isUsable()
        && (coverageTold == null || !now.isBefore(coverageTold.plus(DAY)))) {
      coverageTold = now;
      coverage();
    }
  }

  private void findings(GuardDutyRegion region, Instant now) throws InterruptedException {
    Instant before = polledUntil.get(region.region());
    Instant from = before == null ? now.minus(configuration.lookback()) : before.minus(OVERLAP);
    try {
      FindingPoll.Result result = poll.findings(region, from, now);
      if (result.problems().isEmpty()) {
        polledUntil.put(region.region(), now);
      } else {
        log.warn("{}: {}", region.region(), String.join("; ", result.problems()));
      }
    } catch (GuardDutyException e) {
      if (!closed) {
        tellOnce(e);
      }
    } catch (IOException | RuntimeException e) {
      // The lane goes on with the next region, whatever it met here.
      log.warn("{}: findings could not be taken: {}", region.region(), e.toString());
    }
  }

  private void coverage() throws InterruptedException {
    int bad = 0;
    int all = 0;
    for (GuardDutyRegion region : regions) {
      try {
        for (Coverage coverage : poll.coverage(region, account)) {
          all++;
          bad += coverage.state() == Coverage.State.ON ? 0 : 1;
        }
      } catch (RuntimeException e) {
        log.warn("{}: coverage could not be told: {}", region.region(), e.toString());
        all++;
        bad++;
      }
    }
    measures.unwatched(bad);
    log.info("GuardDuty: {} of {} accounts and regions are not watched", bad, all);
  }

  /** The same trouble every quarter of an hour would hide others. */
  private void tellOnce(GuardDutyException e) {
    boolean first = told.add(e.getMessage());
    switch (e.reason()) {
      case REGION_NOT_ENABLED -> log.debug("{}", e.getMessage());
      case DENIED, UNAVAILABLE -> {
        if (first) {
          log.warn("{}", e.getMessage());
        }
      }
    }
  }
}
