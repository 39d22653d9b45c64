package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Scalar;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code join}: adds the fields of the rows of a subsearch that have the same values. */
record JoinCommand(
    List<String> fields,
    boolean inner,
    boolean overwrite,
    int most,
    Pipeline subsearch,
    Place place)
    implements Command {
  private static final Set<String> OPTIONS =
      Set.of("type", "usetime", "earlier", "overwrite", "max");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    boolean inner = true;
    boolean overwrite = true;
    int most = 1;
    List<String> fields = new ArrayList<>();
    while (!arguments.atEnd() && arguments.peek() != '[') {
      Optional<Arguments.Word> option = arguments.option(OPTIONS);
      if (option.isEmpty()) {
        if (!arguments.accept(',')) {
          fields.add(arguments.word("a field").text());
        }
        continue;
      }
      switch (option.get().text()) {
        case "type" -> {
          Arguments.Word type = arguments.word("inner, left or outer");
          if (!type.text().matches("(?i)inner|left|outer")) {
            throw arguments.error(type.offset(), "'join' has the types inner, left and outer.");
          }
          inner = type.text().equalsIgnoreCase("inner");
        }
        case "overwrite" -> overwrite = arguments.truth();
        case "max" -> most = arguments.count("a number of rows");
        case "usetime" -> {
          int at = arguments.offset();
          if (arguments.truth()) {
            throw arguments.error(at, "'join' with usetime=true is not supported.");
          }
        }
        default -> arguments.truth();
      }
    }
    Pipeline subsearch = compilation.subsearch(arguments.subsearch());
    arguments.expectEnd();
    return new JoinCommand(fields, inner, overwrite, most, subsearch, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          List<Row> others = scope.results(subsearch, scope.limits().joinRows());
          List<String> by = fields.isEmpty() ? common(rows, others) : fields;
          Map<List<String>, List<Row>> index = new HashMap<>();
          for (Row other : others) {
            for (List<Scalar> key : Groups.keys(other, by)) {
              index.computeIfAbsent(Groups.text(key), _ -> new ArrayList<>()).add(other);
            }
          }
          rows.forEach(row -> emit(row, by, index, next));
        });
  }

  /** The fields that both sides have. */
  private static List<String> common(List<Row> rows, List<Row> others) {
    Set<String> left = new LinkedHashSet<>();
    rows.forEach(row -> left.addAll(row.names()));
    Set<String> right = new HashSet<>();
    others.forEach(row -> right.addAll(row.names()));
    left.removeIf(field -> field.startsWith("_") || !right.contains(field));
    return List.copyOf(left);
  }

  private void emit(Row row, List<String> by, Map<List<String>, List<Row>> index, Stage next) {
    List<Row> matches = new ArrayList<>();
    for (List<Scalar> key : Groups.keys(row, by)) {
      matches.addAll(index.getOrDefault(Groups.text(key), List.of()));
    }
    if (matches.isEmpty()) {
      if (!inner) {
        next.accept(row);
      }
      return;
    }
    int count = most == 0 ? matches.size() : Math.min(most, matches.size());
    for (Row match : matches.subList(0, count)) {
      Row joined = row.copy();
      for (String field : match.names()) {
        boolean taken = by.contains(field) || field.startsWith("_");
        if (!taken && (overwrite || !joined.has(field))) {
          joined.put(field, match.get(field));
        }
      }
      next.accept(joined);
    }
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    List<String> added = subsearch.columns();
    return added == null ? null : Stages.plus(before, added);
  }

  @Override
  public List<Pipeline> feeds() {
    return List.of(subsearch);
  }
}
