package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * {@code mvcombine}: makes one row of rows that differ in one field only, with all its values. The
 * internal fields, whose names begin with an underscore, do not make rows differ.
 */
record MvcombineCommand(String field, Place place) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    while (arguments.atOption()) {
      arguments.option(Set.of("delim"));
      arguments.word("a delimiter");
    }
    String field = arguments.word("a field").text();
    arguments.expectEnd();
    return new MvcombineCommand(field, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          Map<Map<String, List<String>>, Row> combined = new LinkedHashMap<>();
          Map<Map<String, List<String>>, List<Scalar>> values = new LinkedHashMap<>();
          for (Row row : rows) {
            Map<String, List<String>> others = others(row);
            Value value = row.get(field);
            combined.putIfAbsent(others, row);
            values
                .computeIfAbsent(others, _ -> new ArrayList<>())
                .addAll(value == null ? List.of() : value.parts());
          }
          combined.forEach((others, row) -> {
            row.put(field, Value.of(values.getOrDefault(others, List.of())));
            next.accept(row);
          });
        });
  }

  private Map<String, List<String>> others(Row row) {
    Map<String, List<String>> others = new TreeMap<>();
    for (String name : row.names()) {
      Value value = row.get(name);
      if (!name.equals(field) && !name.startsWith("_") && value != null) {
        others.put(name, value.parts().stream().map(Scalar::text).toList());
      }
    }
    return others;
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
