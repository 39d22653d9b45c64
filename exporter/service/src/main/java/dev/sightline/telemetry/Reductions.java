package dev.sightline.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;

/** What rules left out, by rule and by what was done: events and bytes. */
public final class Reductions {
  /** Rules that are told apart; the rest is told together, however often files change. */
  private static final int MOST_RULES = 200;

  private static final String OTHERS = "others";

  private final MeterRegistry meters;
  private final Map<Key, Count> counts = new ConcurrentHashMap<>();

  private record Key(String rule, String action) {}

  private record Count(Counter events, Counter bytes) {}

  /**
   * What was left out by one rule.
   *
   * @param events that are gone, or that members are gone from
   * @param bytes of records that were not sent
   */
  public record LeftOut(long events, long bytes) {
    private LeftOut and(Count count) {
      return new LeftOut(
          events + (long) count.events().count(), bytes + (long) count.bytes().count());
    }
  }

  Reductions(MeterRegistry meters) {
    this.meters = meters;
  }

  void add(String rule, String action, long bytes) {
    Key key = new Key(rule, action);
    Count count = counts.get(key);
    if (count == null) {
      Key told = counts.size() < MOST_RULES ? key : new Key(OTHERS, action);
      count = counts.computeIfAbsent(told, this::count);
    }
    count.events().increment();
    count.bytes().increment((double) bytes);
  }

  private Count count(Key key) {
    String[] tags = {"rule", key.rule(), "action", key.action()};
    return new Count(
        meters.counter("sightline.reduction.events", tags),
        meters.counter("sightline.reduction.bytes", tags));
  }

  /** So far, by rule and by what was done: {@code rule/action}. */
  public Map<String, LeftOut> byRule() {
    Map<String, LeftOut> byRule = new TreeMap<>();
    counts.forEach(
        (key, count) -> byRule.put(key.rule() + "/" + key.action(), new LeftOut(0, 0).and(count)));
    return byRule;
  }

  /** All together. */
  public LeftOut all() {
    LeftOut all = new LeftOut(0, 0);
    for (Count count : counts.values()) {
      all = all.and(count);
    }
    return all;
  }
}
