package dev.sightline.inventory;

import java.util.List;
import java.util.function.ToLongFunction;

/**
 * What a refresh did to one lookup.
 *
 * @param accounts in alphabetical order
 * @param compared whether the rows of before were readable: without them every row counts as added
 * @param gaps what is missing from the lookup as a whole
 * @param failure why nothing was published; empty where something was
 */
public record LookupOutcome(
    String lookup,
    List<AccountOutcome> accounts,
    boolean compared,
    List<String> gaps,
    String failure) {

  public LookupOutcome {
    accounts = List.copyOf(accounts);
    gaps = List.copyOf(gaps);
  }

  static LookupOutcome failed(String lookup, String failure) {
    return new LookupOutcome(lookup, List.of(), true, List.of(), failure);
  }

  public boolean isFailed() {
    return !failure.isEmpty();
  }

  /** Whether all of it is current. */
  public boolean isComplete() {
    return !isFailed()
        && gaps.isEmpty()
        && accounts.stream()
            .allMatch(account -> account.standing().isGood() && account.gap().isEmpty());
  }

  /** One figure over all accounts. */
  public long sum(ToLongFunction<AccountOutcome> figure) {
    return accounts.stream().mapToLong(figure).sum();
  }
}
