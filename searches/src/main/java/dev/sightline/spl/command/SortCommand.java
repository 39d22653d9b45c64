package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.ValueOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code sort}: numbers as numbers, addresses by their bytes, text by its characters, rows without
 * the field last.
 */
record SortCommand(int limit, List<Key> keys, boolean reversed, Place place) implements Command {
  /** Rows that are kept where no limit is given. */
  private static final int STANDARD_LIMIT = 10_000;

  record Key(String field, boolean descending, ValueOrder order) {
    int compare(Row left, Row right) {
      Value a = left.get(field);
      Value b = right.get(field);
      if (a == null || b == null) {
        return a == b ? 0 : a == null ? 1 : -1;
      }
      int outcome = order.compare(a, b);
      return descending ? -outcome : outcome;
    }
  }

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    int limit = STANDARD_LIMIT;
    if (arguments.peekWord().matches("\\d+")) {
      limit = arguments.count("a number of rows");
    }
    List<Key> keys = new ArrayList<>();
    boolean reversed = false;
    while (!arguments.atEnd()) {
      if (arguments.accept(',')) {
        continue;
      }
      if (arguments.option(Set.of("limit")).isPresent()) {
        limit = arguments.count("a number of rows");
        continue;
      }
      String word = arguments.peekWord();
      boolean last = word.matches("desc|d|asc|a") && !keys.isEmpty();
      if (last) {
        arguments.word("desc");
        arguments.expectEnd();
        reversed = word.startsWith("d");
        break;
      }
      keys.add(key(arguments));
    }
    if (keys.isEmpty()) {
      throw place.error("'sort' needs a field.");
    }
    return new SortCommand(limit, List.copyOf(keys), reversed, place);
  }

  private static Key key(Arguments arguments) {
    boolean descending = false;
    String sign = arguments.peekWord();
    if (sign.startsWith("-") || sign.startsWith("+")) {
      descending = sign.startsWith("-");
      arguments.moveTo(arguments.offset() + 1);
    }
    Arguments.Word word = arguments.word("a field");
    if (!arguments.accept('(')) {
      return new Key(word.text(), descending, ValueOrder.SORTED);
    }
    ValueOrder order =
        switch (word.text().toLowerCase(Locale.ROOT)) {
          case "auto" -> ValueOrder.SORTED;
          case "str" -> ValueOrder.TEXT;
          case "num" -> ValueOrder.NUMBER;
          case "ip" -> ValueOrder.ADDRESS;
          default ->
              throw arguments.error(
                  word.offset(), "'sort' knows auto, str, num and ip, not '" + word.text() + "'.");
        };
    Arguments.Word field = arguments.word("a field");
    arguments.expect(')');
    return new Key(field.text(), descending, order);
  }

  Comparator<Row> comparator() {
    return (left, right) -> {
      for (Key key : keys) {
        int outcome = key.compare(left, right);
        if (outcome != 0) {
          return outcome;
        }
      }
      return 0;
    };
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          rows.sort(comparator());
          List<Row> sorted = reversed ? rows.reversed() : rows;
          sorted.stream().limit(limit == 0 ? Long.MAX_VALUE : limit).forEach(next::accept);
        });
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return before;
  }
}
