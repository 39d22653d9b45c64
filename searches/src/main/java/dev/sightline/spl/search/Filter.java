package dev.sightline.spl.search;

import static java.util.Comparator.naturalOrder;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.Wildcard;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The expression of a search command. */
public sealed interface Filter {
  boolean matches(Row row);

  /** Everything. */
  record All() implements Filter {
    @Override
    public boolean matches(Row row) {
      return true;
    }
  }

  /** What all of the parts match. */
  record And(List<Filter> parts) implements Filter {
    @Override
    public boolean matches(Row row) {
      for (Filter part : parts) {
        if (!part.matches(row)) {
          return false;
        }
      }
      return true;
    }
  }

  /** What one of the parts matches. */
  record Or(List<Filter> parts) implements Filter {
    @Override
    public boolean matches(Row row) {
      for (Filter part : parts) {
        if (part.matches(row)) {
          return true;
        }
      }
      return false;
    }
  }

  record Not(Filter part) implements Filter {
    @Override
    public boolean matches(Row row) {
      return !part.matches(row);
    }
  }

  /** A field whose value, or one of them, is one of {@code literals} (in lower case). */
  record AnyOf(String field, Set<String> literals) implements Filter {
    @Override
    public boolean matches(Row row) {
      Value value = row.get(field);
      if (value == null) {
        return false;
      }
      for (Scalar part : value.parts()) {
        if (literals.contains(part.text().toLowerCase(Locale.ROOT))) {
          return true;
        }
      }
      return false;
    }
  }

  /** A field compared with a value. */
  record FieldTest(String field, ValueTest test) implements Filter {
    @Override
    public boolean matches(Row row) {
      Value value = row.get(field);
      return value != null && test.matches(value);
    }
  }

  /** A free-text term. */
  record Term(TermMatcher matcher) implements Filter {
    @Override
    public boolean matches(Row row) {
      return matcher.matches(row);
    }
  }

  /** Events from {@code earliest} on and before {@code latest}; NaN stands for no bound. */
  record Time(DoubleSupplier earliest, DoubleSupplier latest) implements Filter {
    @Override
    public boolean matches(Row row) {
      double time = row.time();
      double from = earliest.getAsDouble();
      double to = latest.getAsDouble();
      return (Double.isNaN(from) || time >= from) && (Double.isNaN(to) || time < to);
    }
  }

  /** The rows of a subsearch, as a filter; it has to be bound before it matches anything. */
  record Subsearch(int slot) implements Filter {
    @Override
    public boolean matches(Row row) {
      throw new IllegalStateException("The subsearch of this filter has not run.");
    }
  }

  /** This filter with what each subsearch found in its place. */
  default Filter bind(IntFunction<Filter> found) {
    return switch (this) {
      case And(List<Filter> parts) -> new And(bound(parts, found));
      case Or(List<Filter> parts) -> new Or(bound(parts, found));
      case Not(Filter part) -> new Not(part.bind(found));
      case Subsearch(int slot) -> found.apply(slot);
      case All _, AnyOf _, FieldTest _, Term _, Time _ -> this;
    };
  }

  /** This filter, in which every test of {@code field} is passed. */
  default Filter without(String field) {
    return switch (this) {
      case And(List<Filter> parts) ->
          new And(parts.stream().map(part -> part.without(field)).toList());
      case Or(List<Filter> parts) ->
          new Or(parts.stream().map(part -> part.without(field)).toList());
      case Not(Filter part) -> new Not(part.without(field));
      case AnyOf(String name, _) when name.equals(field) -> new All();
      case FieldTest(String name, _) when name.equals(field) -> new All();
      case All _, AnyOf _, FieldTest _, Term _, Time _, Subsearch _ -> this;
    };
  }

  private static List<Filter> bound(List<Filter> parts, IntFunction<Filter> found) {
    List<Filter> bound = new ArrayList<>(parts.size());
    parts.forEach(part -> bound.add(part.bind(found)));
    return List.copyOf(bound);
  }

  /**
   * The values (in lower case), one of which {@code field} must have for an event to match: what an
   * index over many searches needs. Empty where the filter does not say.
   */
  default Optional<Set<String>> literals(String field) {
    return switch (this) {
      case AnyOf(String name, Set<String> literals) when name.equals(field) ->
          Optional.of(literals);
      case And(List<Filter> parts) ->
          parts.stream()
              .flatMap(part -> part.literals(field).stream())
              .min(Comparator.comparingInt(Set::size));
      case Or(List<Filter> parts) -> {
        Set<String> all = new HashSet<>();
        for (Filter part : parts) {
          Optional<Set<String>> literals = part.literals(field);
          if (literals.isEmpty()) {
            yield Optional.empty();
          }
          all.addAll(literals.get());
        }
        yield Optional.of(all);
      }
      case All _, Not _, AnyOf _, FieldTest _, Term _, Time _, Subsearch _ -> Optional.empty();
    };
  }

  /** Whether no event matches that does not have {@code field}. */
  default boolean demands(String field) {
    return switch (this) {
      case AnyOf(String name, _) -> name.equals(field);
      case FieldTest(String name, _) -> name.equals(field);
      case And(List<Filter> parts) -> parts.stream().anyMatch(part -> part.demands(field));
      case Or(List<Filter> parts) ->
          !parts.isEmpty() && parts.stream().allMatch(part -> part.demands(field));
      case All _, Not _, Term _, Time _, Subsearch _ -> false;
    };
  }

  /** What can be said of a filter before an event is seen. */
  enum Verdict {
    NEVER,
    MAYBE,
    ALWAYS;

    private Verdict not() {
      return switch (this) {
        case NEVER -> ALWAYS;
        case MAYBE -> MAYBE;
        case ALWAYS -> NEVER;
      };
    }
  }

  /** What is known of events that nobody has seen yet. */
  @FunctionalInterface
  interface Known {
    /**
     * What the field's value is: one of these, where {@code *} stands for any characters, and an
     * empty one for no such field. None where the events have no such field at all, null where
     * nothing is known.
     */
    @Nullable List<String> values(String field);
  }

  /** Whether events of which that is known match. */
  default Verdict judge(Known known) {
    return switch (this) {
      case All _ -> Verdict.ALWAYS;
      case Term _, Time _, Subsearch _ -> Verdict.MAYBE;
      case Not(Filter part) -> part.judge(known).not();
      case And(List<Filter> parts) ->
          parts.stream().map(part -> part.judge(known)).min(naturalOrder()).orElse(Verdict.ALWAYS);
      case Or(List<Filter> parts) ->
          parts.stream().map(part -> part.judge(known)).max(naturalOrder()).orElse(Verdict.NEVER);
      case AnyOf(String field, Set<String> literals) ->
          judged(
              known.values(field),
              value -> literals.contains(value.toLowerCase(Locale.ROOT)),
              pattern -> literals.stream().anyMatch(pattern::matches),
              false);
      case FieldTest(String field, ValueTest test) ->
          judged(
              known.values(field),
              value -> test.matches(Value.of(value)),
              _ -> true,
              test.isPresence());
    };
  }

  private static Verdict judged(
      @Nullable List<String> values,
      Predicate<String> holds,
      Predicate<Wildcard> mayHold,
      boolean presence) {
    if (values == null) {
      return Verdict.MAYBE;
    }
    boolean all = !values.isEmpty();
    boolean some = false;
    for (String value : values) {
      boolean pattern = Wildcard.isPattern(value);
      boolean may =
          !value.isEmpty()
              && (pattern ? mayHold.test(new Wildcard(value, true)) : holds.test(value));
      some |= may;
      all &= may && (!pattern || presence);
    }
    return all ? Verdict.ALWAYS : some ? Verdict.MAYBE : Verdict.NEVER;
  }

  /**
   * Filters without alternatives at their top, which together match what this one does; at most so
   * many, else this one.
   */
  default List<Filter> alternatives(int most) {
    List<Filter> found =
        switch (this) {
          case Or(List<Filter> parts) ->
              parts.stream().flatMap(part -> part.alternatives(most).stream()).toList();
          case And(List<Filter> parts) -> {
            List<List<Filter>> all = List.of(List.of());
            for (Filter part : parts) {
              all = product(all, part.alternatives(most), most);
            }
            yield all.stream().<Filter>map(And::new).toList();
          }
          case All _, Not _, AnyOf _, FieldTest _, Term _, Time _, Subsearch _ -> List.of(this);
        };
    return found.isEmpty() || found.size() > most ? List.of(this) : found;
  }

  private static List<List<Filter>> product(
      List<List<Filter>> before, List<Filter> next, int most) {
    List<Filter> factors = before.size() * next.size() > most ? List.of(new Or(next)) : next;
    List<List<Filter>> all = new ArrayList<>();
    for (List<Filter> one : before) {
      for (Filter factor : factors) {
        List<Filter> longer = new ArrayList<>(one);
        longer.add(factor);
        all.add(longer);
      }
    }
    return all;
  }

  /**
   * The filter as text that is read as one that judges the same before an event is seen: words,
   * times and subsearches, of which nothing can be said then, are one word.
   */
  default String text() {
    return switch (this) {
      case All _ -> "*";
      case Term _, Time _, Subsearch _ -> "word";
      case Not(Filter part) -> "NOT (" + part.text() + ")";
      case And(List<Filter> parts) -> joined(parts, " ");
      case Or(List<Filter> parts) -> joined(parts, " OR ");
      case AnyOf(String field, Set<String> literals) ->
          literals.stream()
              .sorted()
              .map(Filter::quoted)
              .collect(Collectors.joining(", ", quoted(field) + " IN (", ")"));
      case FieldTest(String field, ValueTest test) -> quoted(field) + test.text();
    };
  }

  private static String joined(List<Filter> parts, String between) {
    return parts.stream().map(Filter::text).collect(Collectors.joining(between, "(", ")"));
  }

  /** In quotation marks. */
  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  /** Reads what {@link #text} wrote. */
  static Filter parse(String text) {
    SourceText source = SourceText.of(text);
    return new FilterParser(source, 0, source.length(), () -> 0, (_, _, _) -> 0).whole();
  }

  /** Whether some part looks at the text of the event, and not at a field. */
  default boolean readsText() {
    return switch (this) {
      case Term _ -> true;
      case And(List<Filter> parts) -> parts.stream().anyMatch(Filter::readsText);
      case Or(List<Filter> parts) -> parts.stream().anyMatch(Filter::readsText);
      case Not(Filter part) -> part.readsText();
      case All _, AnyOf _, FieldTest _, Time _, Subsearch _ -> false;
    };
  }

  /** Whether no event matches but those with particular values of {@code field}. */
  default boolean names(String field) {
    return switch (this) {
      case AnyOf(String name, _) -> name.equals(field);
      case FieldTest(String name, ValueTest test) -> name.equals(field) && test.isParticular();
      case And(List<Filter> parts) -> parts.stream().anyMatch(part -> part.names(field));
      case Or(List<Filter> parts) ->
          !parts.isEmpty() && parts.stream().allMatch(part -> part.names(field));
      case All _, Not _, Term _, Time _, Subsearch _ -> false;
    };
  }

  /**
   * Names, one of which is a key in the JSON of every event that matches. Empty where the filter
   * does not say, or tests fields that are not in the JSON.
   *
   * @param except names that are of no use to the caller
   */
  default Optional<Set<String>> keys(Set<String> except) {
    return switch (this) {
      case AnyOf(String field, _) -> key(field, except);
      case FieldTest(String field, _) -> key(field, except);
      case And(List<Filter> parts) ->
          parts.stream()
              .flatMap(part -> part.keys(except).stream())
              .min(Comparator.comparingInt(Set::size));
      case Or(List<Filter> parts) -> {
        Set<String> all = new HashSet<>();
        for (Filter part : parts) {
          Optional<Set<String>> keys = part.keys(except);
          if (keys.isEmpty()) {
            yield Optional.empty();
          }
          all.addAll(keys.get());
        }
        yield Optional.of(all);
      }
      case All _, Not _, Term _, Time _, Subsearch _ -> Optional.empty();
    };
  }

  private static Optional<Set<String>> key(String field, Set<String> except) {
    if (field.startsWith("_") || field.startsWith("date_") || NOT_IN_JSON.contains(field)) {
      return Optional.empty();
    }
    String key = field.substring(field.lastIndexOf('.') + 1);
    while (key.endsWith("{}")) {
      key = key.substring(0, key.length() - 2);
    }
    boolean plain = !key.isEmpty() && key.chars().allMatch(Character::isLetterOrDigit);
    return plain && !except.contains(key) ? Optional.of(Set.of(key)) : Optional.empty();
  }

  /** Fields that an event has by being indexed. */
  Set<String> NOT_IN_JSON =
      Set.of("index", "sourcetype", "source", "host", "sightline_id", "splunk_server", "eventtype");

  /** The fields that the filter tests. */
  default Set<String> fields() {
    return switch (this) {
      case And(List<Filter> parts) -> fields(parts);
      case Or(List<Filter> parts) -> fields(parts);
      case Not(Filter part) -> part.fields();
      case AnyOf(String field, _) -> Set.of(field);
      case FieldTest(String field, _) -> Set.of(field);
      case All _, Term _, Time _, Subsearch _ -> Set.of();
    };
  }

  private static Set<String> fields(List<Filter> parts) {
    Set<String> fields = new HashSet<>();
    parts.forEach(part -> fields.addAll(part.fields()));
    return fields;
  }
}
