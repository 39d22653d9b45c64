package dev.sightline.spl.event;

import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A row of a pipeline: what the commands so far put into it, over the fields of the event that it
 * came from. A row belongs to the command that holds it, which may change it.
 */
public final class Row {
  private @Nullable Event event;

  /** A null value hides the event's field. */
  private final Map<String, @Nullable Value> own;

  /** The event that a traced row came from, also where it keeps none of its fields. */
  private final @Nullable Event origin;

  private Row(@Nullable Event event, @Nullable Event origin, Map<String, @Nullable Value> own) {
    this.event = event;
    this.origin = origin;
    this.own = own;
  }

  public Row() {
    this(null, null, new LinkedHashMap<>());
  }

  public Row(Event event) {
    this(event, null, new LinkedHashMap<>(4));
  }

  /** A row that knows its event for as long as it stands for that one alone. */
  public static Row traced(Event event) {
    return new Row(event, event, new LinkedHashMap<>(4));
  }

  public Row copy() {
    return new Row(event, origin, new LinkedHashMap<>(own));
  }

  /** The event that a traced row came from; null for one that was made of several, or of none. */
  public @Nullable Event origin() {
    return origin;
  }

  public @Nullable Value get(String field) {
    Value value = own.get(field);
    Event base = event;
    return value != null || base == null || own.containsKey(field) ? value : base.field(field);
  }

  public boolean has(String field) {
    return get(field) != null;
  }

  /** Null takes the field away. */
  public void put(String field, @Nullable Value value) {
    if (value == null && event == null) {
      own.remove(field);
    } else {
      own.put(field, value);
    }
  }

  public void remove(String field) {
    put(field, null);
  }

  /**
   * Forgets every field that is not wanted, and the event that the row came from: what is wanted of
   * it is kept beside the row's own values.
   */
  public void keep(Predicate<String> wanted) {
    own.keySet().removeIf(field -> !wanted.test(field));
    Event base = event;
    if (base != null) {
      base.keep(
          wanted,
          (field, value) -> {
            if (!own.containsKey(field)) {
              own.put(field, value);
            }
          });
      event = null;
      own.values().removeIf(Objects::isNull);
    }
  }

  /** The names of the fields that have a value, {@code _time} and {@code _raw} among them. */
  public Collection<String> names() {
    Event base = event;
    Set<String> names = new LinkedHashSet<>(base == null ? Set.of() : base.all().keySet());
    own.forEach((name, value) -> {
      if (value == null) {
        names.remove(name);
      } else {
        names.add(name);
      }
    });
    return names;
  }

  /** A row with only these fields. */
  public Row only(Collection<String> fields) {
    Row row = new Row(null, origin, new LinkedHashMap<>());
    for (String field : fields) {
      row.put(field, get(field));
    }
    return row;
  }

  /** Seconds since 1970, or NaN. */
  public double time() {
    Value time = get("_time");
    return time == null ? Double.NaN : time.number();
  }

  /** The raw text in lower case, or null where the row has none any more. */
  public @Nullable String rawInLowerCase() {
    Event base = event;
    if (base != null && !own.containsKey("_raw")) {
      return base.rawInLowerCase();
    }
    Value raw = get("_raw");
    return raw == null ? null : raw.text().toLowerCase(Locale.ROOT);
  }

  /** Roughly the bytes that holding this row takes. */
  public long weight() {
    long weight = 96;
    Event base = event;
    if (base != null) {
      weight += 200 + 4L * base.size();
    }
    List<@Nullable Value> values = new ArrayList<>(own.values());
    for (Value value : values) {
      weight += 64 + (value == null ? 0 : value.weight());
    }
    return weight;
  }
}
