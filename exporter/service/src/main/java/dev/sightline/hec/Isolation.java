package dev.sightline.hec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What is learned while the events of a batch are delivered, and told apart where HEC refuses some:
 * both halves of a refused request are under way at once, and their verdicts are told one by one.
 */
final class Isolation {
  private final Verdicts verdicts;
  private final List<Offender> offenders = new ArrayList<>();
  private final Set<Endpoint> accepting = new HashSet<>();

  /**
   * An event that was refused alone.
   *
   * @param by who refused it
   */
  record Offender(int event, String reason, Endpoint by) {}

  Isolation(Verdicts verdicts) {
    this.verdicts = verdicts;
  }

  synchronized void delivered(int first, int end, Endpoint by) {
    accepting.add(by);
    verdicts.delivered(first, end);
  }

  synchronized void unresolved(int first, int end, String reason) {
    verdicts.unresolved(first, end, reason);
  }

  synchronized void refused(Offender offender) {
    offenders.add(offender);
  }

  /** Whether this endpoint took other events meanwhile. */
  synchronized boolean accepts(Endpoint endpoint) {
    return accepting.contains(endpoint);
  }

  synchronized List<Offender> offenders() {
    return List.copyOf(offenders);
  }

  boolean isWanted() {
    return verdicts.wanted();
  }
}
