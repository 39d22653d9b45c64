package dev.sightline.spl.event;

import dev.sightline.spl.value.Value;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * One event: its bytes, its time, its index-time fields, and the fields of its JSON, which are
 * taken out once, when first asked for, and then shared by every search that the event is offered
 * to. Not for use by two threads at once.
 */
public final class Event {
  private static final String TIME = "_time";
  private static final String RAW = "_raw";

  private final byte[] raw;
  private final double time;
  private final Map<String, String> indexed;
  private final Extraction extraction;
  private @Nullable String text;
  private @Nullable String lowerCase;
  private @Nullable Map<String, Value> fields;

  /**
   * @param raw the event in UTF-8
   * @param time seconds since 1970, NaN where the event has none
   * @param indexed index-time fields: host, source, sourcetype, index, sightline_id
   */
  public Event(byte[] raw, double time, Map<String, String> indexed, Extraction extraction) {
    this.raw = raw;
    this.time = time;
    this.indexed = indexed;
    this.extraction = extraction;
  }

  /** An event of text, without index-time fields. */
  public static Event of(String raw, double time) {
    return new Event(raw.getBytes(StandardCharsets.UTF_8), time, Map.of(), Extraction.WHOLE);
  }

  /** Seconds since 1970, or NaN. */
  public double time() {
    return time;
  }

  public String raw() {
    String known = text;
    if (known == null) {
      known = new String(raw, StandardCharsets.UTF_8);
      text = known;
    }
    return known;
  }

  byte[] bytes() {
    return raw;
  }

  /** An index-time field, empty where the event has none of that name. */
  public String indexed(String name) {
    return indexed.getOrDefault(name, "");
  }

  /** The same event, its fields taken out in another way. */
  public Event with(Extraction other) {
    return new Event(raw, time, indexed, other);
  }

  /** The length of the event in bytes. */
  public int size() {
    return raw.length;
  }

  /** {@link #raw} in lower case, for free-text terms. */
  public String rawInLowerCase() {
    String known = lowerCase;
    if (known == null) {
      known = raw().toLowerCase(Locale.ROOT);
      lowerCase = known;
    }
    return known;
  }

  /** The value of a field, or null. */
  public @Nullable Value field(String name) {
    return switch (name) {
      case TIME -> Value.of(time);
      case RAW -> Value.of(raw());
      default -> {
        String known = indexed.get(name);
        Value value = known == null ? fields().get(name) : Value.of(known);
        yield value == null && name.startsWith(DateFields.PREFIX)
            ? DateFields.of(name, time)
            : value;
      }
    };
  }

  /** All fields that were taken out of the JSON, in its order. */
  Map<String, Value> fields() {
    Map<String, Value> known = fields;
    if (known == null) {
      int length = extraction.cutoff() > 0 ? Math.min(raw.length, extraction.cutoff()) : raw.length;
      known = JsonFields.extract(raw, length);
      if (extraction.addOnView()) {
        AddOnView.rewrite(known, indexed.getOrDefault("sourcetype", ""));
      }
      fields = known;
      extraction.rules().apply(this, known);
    }
    return known;
  }

  /** Every field with a value: time and text, index-time fields, then those of the JSON. */
  Map<String, Value> all() {
    Map<String, Value> all = new LinkedHashMap<>();
    tell(_ -> true, all::put);
    return all;
  }

  /** What {@link #field} would answer to each wanted name, once. */
  void keep(Predicate<String> wanted, BiConsumer<String, Value> to) {
    tell(wanted, to);
    for (String name : DateFields.NAMES) {
      boolean told = indexed.containsKey(name) || fields().containsKey(name);
      Value value = told || !wanted.test(name) ? null : DateFields.of(name, time);
      if (value != null) {
        to.accept(name, value);
      }
    }
  }

  /** Tells each wanted field that has a value, once. */
  void tell(Predicate<String> wanted, BiConsumer<String, Value> to) {
    Value when = wanted.test(TIME) ? Value.of(time) : null;
    if (when != null) {
      to.accept(TIME, when);
    }
    if (wanted.test(RAW)) {
      to.accept(RAW, Value.of(raw()));
    }
    indexed.forEach((name, value) -> {
      if (wanted.test(name)) {
        to.accept(name, Value.of(value));
      }
    });
    fields()
        .forEach((name, value) -> {
          boolean known =
              (name.equals(TIME) && when != null) || name.equals(RAW) || indexed.containsKey(name);
          if (!known && wanted.test(name)) {
            to.accept(name, value);
          }
        });
  }
}
