package dev.sightline.spl.aggregate;

import dev.sightline.spl.value.Value;
import org.jspecify.annotations.Nullable;

/**
 * The value of the row that came first or last, or that is the earliest or the latest. Rows come
 * newest first: without times the latest is the first that came.
 */
final class Ends implements Accumulator {
  private final AggregateFunction.Kind kind;
  private @Nullable Value first;
  private @Nullable Value last;
  private @Nullable Value earliest;
  private @Nullable Value latest;
  private double earliestTime = Double.POSITIVE_INFINITY;
  private double latestTime = Double.NEGATIVE_INFINITY;

  Ends(AggregateFunction.Kind kind) {
    this.kind = kind;
  }

  @Override
  public void add(@Nullable Value value, double time) {
    if (value == null) {
      return;
    }
    first = first == null ? value : first;
    last = value;
    if (time <= earliestTime) {
      earliestTime = time;
      earliest = value;
    }
    if (time > latestTime) {
      latestTime = time;
      latest = value;
    }
  }

  @Override
  public void merge(Accumulator other) {
    Ends that = (Ends) other;
    if (that.first == null) {
      return;
    }
    first = first == null ? that.first : first;
    last = that.last;
    if (that.earliest != null && that.earliestTime <= earliestTime) {
      earliestTime = that.earliestTime;
      earliest = that.earliest;
    }
    if (that.latest != null && that.latestTime > latestTime) {
      latestTime = that.latestTime;
      latest = that.latest;
    }
  }

  @Override
  public @Nullable Value result() {
    Value start = earliest == null ? last : earliest;
    Value end = latest == null ? first : latest;
    return switch (kind) {
      case FIRST -> first;
      case LAST -> last;
      case EARLIEST -> start;
      case LATEST -> end;
      case EARLIEST_TIME -> Value.of(earliestTime);
      case LATEST_TIME -> Value.of(latestTime);
      case RATE -> rate(start, end);
      default -> throw new IllegalStateException(kind + " is no end");
    };
  }

  private @Nullable Value rate(@Nullable Value start, @Nullable Value end) {
    double seconds = latestTime - earliestTime;
    return start == null || end == null || !(seconds > 0)
        ? null
        : Value.of((end.number() - start.number()) / seconds);
  }
}
