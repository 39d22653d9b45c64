package dev.sightline.spl.aggregate;

import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.ValueOrder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** dc, values and mode, which keep distinct values; list, which keeps all in order of arrival. */
final class Collected implements Accumulator {
  private final AggregateFunction.Kind kind;
  private final AggregateFunction.Memory memory;
  private final Map<String, Scalar> distinct = new LinkedHashMap<>();
  private final Map<String, Long> counts = new LinkedHashMap<>();
  private final List<Scalar> all = new ArrayList<>();

  Collected(AggregateFunction.Kind kind, AggregateFunction.Memory memory) {
    this.kind = kind;
    this.memory = memory;
  }

  @Override
  public void add(@Nullable Value value, double time) {
    if (value != null) {
      value.parts().forEach(part -> add(part, 1));
    }
  }

  private void add(Scalar part, long times) {
    if (kind == AggregateFunction.Kind.LIST) {
      if (all.size() < memory.listValues()) {
        all.add(part);
      }
      return;
    }
    String text = part.text();
    if (distinct.putIfAbsent(text, part) == null) {
      memory.hold(120 + 2L * text.length());
    }
    if (kind == AggregateFunction.Kind.MODE) {
      counts.merge(text, times, Long::sum);
    }
  }

  @Override
  public void merge(Accumulator other) {
    Collected that = (Collected) other;
    that.all.forEach(part -> add(part, 1));
    that.distinct.forEach((text, part) -> add(part, that.counts.getOrDefault(text, 1L)));
  }

  @Override
  public @Nullable Value result() {
    if (kind == AggregateFunction.Kind.LIST) {
      return Value.of(all);
    }
    if (kind == AggregateFunction.Kind.DISTINCT_COUNT) {
      return Value.of((long) distinct.size());
    }
    if (kind == AggregateFunction.Kind.VALUES) {
      return Value.of(distinct.values().stream().sorted(ValueOrder.TEXT).toList());
    }
    String most = null;
    for (Map.Entry<String, Long> entry : counts.entrySet()) {
      if (most == null || entry.getValue() > counts.getOrDefault(most, 0L)) {
        most = entry.getKey();
      }
    }
    return most == null ? null : distinct.get(most);
  }
}
