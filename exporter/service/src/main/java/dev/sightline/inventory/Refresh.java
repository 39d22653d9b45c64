package dev.sightline.inventory;

import dev.sightline.inventory.steampipe.Steampipe;
import dev.sightline.inventory.steampipe.SteampipeException;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.Query;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * One refresh: who answers, the accounts first, then every other lookup, each read to its end,
 * judged and only then written, and told of in the health lookup last.
 */
public final class Refresh {
  /** The lock in Steampipe's PostgreSQL that whoever refreshes holds. */
  public static final long LOCK = 0x73_69_67_68_74_6c_69L;

  private final Map<String, Lookup> lookups = new TreeMap<>();
  private final InventoryConfiguration configuration;
  private final Optional<Steampipe> steampipe;
  private final LookupStore store;
  private final InstantSource clock;
  private final Progress progress;

  /**
   * What to refresh.
   *
   * @param lookups their names; empty for all
   * @param dryRun whether to look only, and write nothing
   * @param allowShrink whether an answer is believed that is smaller than the guards allow
   */
  public record Wanted(Set<String> lookups, boolean dryRun, boolean allowShrink) {
    public Wanted {
      lookups = Set.copyOf(lookups);
    }

    boolean includes(String lookup) {
      return lookups.isEmpty() || lookups.contains(lookup);
    }
  }

  /**
   * @param steampipe empty where the overrides are the whole source
   */
  public Refresh(
      List<Lookup> lookups,
      InventoryConfiguration configuration,
      Optional<Steampipe> steampipe,
      LookupStore store,
      InstantSource clock,
      Progress progress) {
    lookups.forEach(lookup -> this.lookups.put(lookup.name(), lookup));
    this.configuration = configuration;
    this.steampipe = steampipe;
    this.store = store;
    this.clock = clock;
    this.progress = progress;
  }

  /** Names of the lookups that can be refreshed. */
  public static Set<String> names(List<Lookup> lookups) {
    Set<String> names = new TreeSet<>();
    lookups.stream()
        .filter(lookup -> lookup.kind() == Lookup.Kind.INVENTORY)
        .forEach(lookup -> names.add(lookup.name()));
    return names;
  }

  /**
   * Refreshes.
   *
   * @throws StoreException where the store cannot be used at all
   * @throws InventoryException where the overrides cannot be read
   */
  public Outcome run(Wanted wanted) throws IOException, InterruptedException {
    Overrides overrides = overrides();
    Health health = new Health(lookup(Health.LOOKUP), store);
    Instant now = clock.instant();
    // Clocks of two exporters differ: a newer refresh has the larger number, whoever runs it.
    long generation = Math.max(now.toEpochMilli(), health.generation() + 1);
    Guards guards =
        new Guards(configuration.accountDrop(), configuration.lookupDrop(), wanted.allowShrink());
    Run run = new Run(wanted, overrides, health, guards, generation, now);
    return run.refresh();
  }

  private Overrides overrides() throws InventoryException {
    return configuration.overrides().isEmpty()
        ? Overrides.NONE
        : Overrides.read(
            configuration.overrides().get(),
            Set.copyOf(
                lookup(Organization.LOOKUP).columns().stream()
                    .filter(column -> !Lookup.BOOKKEEPING.contains(column))
                    .map(column -> column.name())
                    .toList()));
  }

  private Lookup lookup(String name) {
    Lookup lookup = lookups.get(name);
    if (lookup == null) {
      throw new IllegalArgumentException("the lookup " + name + " does not ship");
    }
    return lookup;
  }

  /** The state of one refresh. */
  private final class Run {
    private final Wanted wanted;
    private final Overrides overrides;
    private final Health health;
    private final Guards guards;
    private final long generation;
    private final Instant now;
    private final List<LookupOutcome> outcomes = new ArrayList<>();

    Run(
        Wanted wanted,
        Overrides overrides,
        Health health,
        Guards guards,
        long generation,
        Instant now) {
      this.wanted = wanted;
      this.overrides = overrides;
      this.health = health;
      this.guards = guards;
      this.generation = generation;
      this.now = now;
    }

    Outcome refresh() throws IOException, InterruptedException {
      if (steampipe.isEmpty()) {
        AccountDirectory accounts = AccountDirectory.ofOverrides(overrides);
        publishAccounts(accounts);
        return new Outcome(outcomes, List.of(), generation);
      }
      Steampipe source = steampipe.get();
      Survey survey;
      try {
        Query canary =
            lookup(Organization.LOOKUP)
                .refresh()
                .flatMap(refresh -> refresh.query("aws_account"))
                .orElseThrow();
        survey = Survey.of(source, canary);
      } catch (SteampipeException e) {
        for (String name : names(List.copyOf(lookups.values()))) {
          if (wanted.includes(name)) {
            settle(LookupOutcome.failed(name, String.valueOf(e.getMessage())));
          }
        }
        return new Outcome(outcomes, List.of(), generation);
      }
      AccountDirectory accounts = accounts(source, survey);
      if (wanted.includes(Organization.LOOKUP)) {
        publishAccounts(accounts);
      }
      Attributes attributes =
          new Attributes(configuration.tags(), overrides, accounts.attributes());
      Gathering gathering = new Gathering(source, survey, attributes, progress);
      for (String name : names(List.copyOf(lookups.values()))) {
        if (!name.equals(Organization.LOOKUP) && wanted.includes(name)) {
          publish(name, () -> gathering.gather(lookup(name), accounts.active()));
        }
      }
      return new Outcome(outcomes, survey.gaps(), generation);
    }

    private AccountDirectory accounts(Steampipe source, Survey survey)
        throws IOException, InterruptedException {
      Lookup lookup = lookup(Organization.LOOKUP);
      boolean asked = wanted.includes(Organization.LOOKUP);
      AccountDirectory before =
          store.isReadable() ? AccountDirectory.ofStore(store, lookup) : AccountDirectory.NONE;
      if (!asked && store.isReadable()) {
        return before;
      }
      try {
        return AccountDirectory.ofSteampipe(source, lookup, survey, overrides, asked, progress)
            .over(before);
      } catch (SteampipeException e) {
        return AccountDirectory.failed(String.valueOf(e.getMessage())).over(before);
      }
    }

    private void publishAccounts(AccountDirectory accounts)
        throws IOException, InterruptedException {
      if (!accounts.failure().isEmpty()) {
        settle(LookupOutcome.failed(Organization.LOOKUP, accounts.failure()));
        return;
      }
      Attributes attributes =
          new Attributes(configuration.tags(), overrides, accounts.attributes());
      publish(
          Organization.LOOKUP,
          () -> accounts.gathered(lookup(Organization.LOOKUP), attributes, overrides));
    }

    private void publish(String name, Source source) throws IOException, InterruptedException {
      try (Gathered gathered = source.gather()) {
        settle(new Publication(gathered, guards, generation, now).into(store, !wanted.dryRun()));
      } catch (StoreException e) {
        settle(
            LookupOutcome.failed(
                name,
                e.getMessage()
                    + " The rows of before are still there, and the next refresh"
                    + " mends what is half done."));
      }
    }

    private void settle(LookupOutcome outcome) {
      LookupOutcome settled = outcome;
      if (!wanted.dryRun()) {
        try {
          health.write(outcome, generation, now.getEpochSecond());
        } catch (StoreException e) {
          List<String> gaps = new ArrayList<>(outcome.gaps());
          gaps.add("the health lookup does not tell of it: " + e.getMessage());
          settled =
              new LookupOutcome(
                  outcome.lookup(),
                  outcome.accounts(),
                  outcome.compared(),
                  gaps,
                  outcome.failure());
        }
      }
      outcomes.add(settled);
    }
  }

  /** Gathers what one lookup is to hold. */
  @FunctionalInterface
  private interface Source {
    Gathered gather() throws IOException, InterruptedException;
  }
}
