package dev.sightline.hunt;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are looked at.
 *
 * @param since the first moment, null for no bound; an event without a time is outside of any bound
 * @param until the moment at which it ends, exclusive, null for no bound
 * @param accounts ids of accounts, empty for all
 */
public record Scope(@Nullable Instant since, @Nullable Instant until, Set<String> accounts) {
  /** Everything. */
  public static final Scope ALL = new Scope(null, null, Set.of());

  public Scope {
    accounts = Set.copyOf(accounts);
  }

  /**
   * @param time seconds since 1970, NaN where the event has none
   */
  boolean holds(double time, @Nullable String account) {
    boolean timely =
        (since == null || time >= since.toEpochMilli() / 1000.0)
            && (until == null || time < until.toEpochMilli() / 1000.0);
    return timely && (accounts.isEmpty() || (account != null && accounts.contains(account)));
  }
}
