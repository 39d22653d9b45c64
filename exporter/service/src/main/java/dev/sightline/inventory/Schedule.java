package dev.sightline.inventory;

import dev.sightline.inventory.steampipe.Steampipe;
import dev.sightline.lookups.Lookup;
import dev.sightline.schedule.Repeated;
import dev.sightline.telemetry.InventoryMeasures;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refreshes each lookup when its time has come, on a thread of its own. Of many exporters one
 * refreshes: whoever holds a lock in Steampipe's PostgreSQL, which ends with its holder. What
 * another has refreshed meanwhile is seen in the health lookup, and not done again.
 */
public final class Schedule implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Schedule.class);
  private static final Duration LOOK = Duration.ofSeconds(15);

  /** After a refresh that published nothing. */
  private static final Duration AGAIN = Duration.ofMinutes(5);

  private final List<Lookup> lookups;
  private final InventoryConfiguration configuration;
  private final LookupStore store;
  private final InventoryMeasures measures;
  private final InstantSource clock;
  private final Map<String, Instant> due = new HashMap<>();
  private final Repeated repeated;

  /**
   * @param store closed by whoever made it
   */
  public Schedule(
      List<Lookup> lookups,
      InventoryConfiguration configuration,
      LookupStore store,
      InventoryMeasures measures,
      InstantSource clock) {
    this.lookups = lookups;
    this.configuration = configuration;
    this.store = store;
    this.measures = measures;
    this.clock = clock;
    Refresh.names(lookups).stream()
        .filter(name -> configuration.steampipe().isPresent() || name.equals(Organization.LOOKUP))
        .forEach(name -> due.put(name, Instant.MIN));
    this.repeated =
        new Repeated(
            "inventory",
            () -> {
              look();
              return LOOK;
            });
  }

  /** Starts refreshing. */
  public void start() {
    repeated.start();
  }

  @Override
  public void close() {
    repeated.close();
  }

  private void look() throws InterruptedException {
    Set<String> wanted = due();
    if (wanted.isEmpty()) {
      return;
    }
    try {
      if (configuration.steampipe().isEmpty()) {
        refresh(wanted, Optional.empty());
        return;
      }
      try (Steampipe steampipe = new Steampipe(configuration.steampipe().get())) {
        Optional<Steampipe.Lease> lease = steampipe.lock(Refresh.LOCK);
        if (lease.isPresent()) {
          try (Steampipe.Lease _ = lease.get()) {
            refresh(wanted, Optional.of(steampipe));
          }
        }
      }
    } catch (IOException e) {
      log.warn("the inventory is not refreshed: {}", e.getMessage());
      wanted.forEach(name -> {
        measures.failed(name);
        due.put(name, clock.instant().plus(AGAIN));
      });
    } catch (RuntimeException e) {
      // The lane of the records goes on, and this one too.
      log.error("the inventory is not refreshed", e);
      wanted.forEach(name -> due.put(name, clock.instant().plus(AGAIN)));
    }
  }

  private Set<String> due() {
    Instant now = clock.instant();
    Set<String> names = new TreeSet<>();
    due.forEach((name, time) -> {
      if (!time.isAfter(now)) {
        names.add(name);
      }
    });
    return names;
  }

  private void refresh(Set<String> wanted, Optional<Steampipe> steampipe)
      throws IOException, InterruptedException {
    Set<String> left = withoutFresh(wanted);
    if (left.isEmpty()) {
      return;
    }
    Refresh refresh =
        new Refresh(lookups, configuration, steampipe, store, clock, (lookup, done, all) -> {});
    Outcome outcome = refresh.run(new Refresh.Wanted(left, false, false));
    Instant now = clock.instant();
    for (LookupOutcome lookup : outcome.lookups()) {
      Duration every = configuration.every().getOrDefault(lookup.lookup(), AGAIN);
      boolean sooner = lookup.isFailed() && AGAIN.compareTo(every) < 0;
      due.put(lookup.lookup(), now.plus(sooner ? AGAIN : every));
      tell(lookup, now);
    }
    outcome.gaps().forEach(gap -> log.warn("inventory: {}", gap));
  }

  /** Leaves out what another exporter has refreshed. */
  private Set<String> withoutFresh(Set<String> wanted) throws StoreException {
    if (!store.isReadable()) {
      return wanted;
    }
    Lookup lookup =
        lookups.stream()
            .filter(each -> each.name().equals(Health.LOOKUP))
            .findFirst()
            .orElseThrow();
    Health health = new Health(lookup, store);
    Instant now = clock.instant();
    Set<String> left = new TreeSet<>();
    for (String name : wanted) {
      Duration every = configuration.every().getOrDefault(name, AGAIN);
      Optional<Instant> next = health.lastSuccess(name).map(last -> last.plus(every));
      if (next.isPresent() && next.get().isAfter(now)) {
        due.put(name, next.get());
      } else {
        left.add(name);
      }
    }
    return left;
  }

  private void tell(LookupOutcome lookup, Instant now) {
    if (lookup.isFailed()) {
      measures.failed(lookup.lookup());
      log.warn("{} is not refreshed: {}", lookup.lookup(), lookup.failure());
      return;
    }
    List<AccountOutcome> lacking =
        lookup.accounts().stream().filter(account -> !account.standing().isGood()).toList();
    measures.published(
        lookup.lookup(),
        lookup.sum(AccountOutcome::rows),
        lookup.gaps().size() + lacking.size(),
        now.getEpochSecond());
    log.info(
        "{} refreshed: {} rows, {} added, {} changed, {} gone, {} stale",
        lookup.lookup(),
        lookup.sum(AccountOutcome::rows),
        lookup.sum(AccountOutcome::added),
        lookup.sum(AccountOutcome::changed),
        lookup.sum(AccountOutcome::gone),
        lookup.sum(AccountOutcome::stale));
    lookup.gaps().forEach(gap -> log.warn("{}: {}", lookup.lookup(), gap));
    if (!lacking.isEmpty()) {
      log.warn(
          "{}: {} accounts are not current, such as {}: {}",
          lookup.lookup(),
          lacking.size(),
          lacking.getFirst().account(),
          lacking.getFirst().gap());
    }
  }
}
