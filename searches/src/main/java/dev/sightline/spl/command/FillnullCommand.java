package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code fillnull}: gives a value to fields that have none; without fields, to all that any row
 * has.
 */
record FillnullCommand(String value, List<String> fields, Place place) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    String value = "0";
    List<String> fields = new ArrayList<>();
    while (!arguments.atEnd()) {
      if (arguments.option(Set.of("value")).isPresent()) {
        value = arguments.word("a value").text();
      } else if (!arguments.accept(',')) {
        fields.add(arguments.word("a field").text());
      }
    }
    return new FillnullCommand(value, fields, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    if (!fields.isEmpty()) {
      return Stages.each(next, row -> fill(row, fields));
    }
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          Set<String> all = new LinkedHashSet<>();
          rows.forEach(row -> all.addAll(row.names()));
          all.removeIf(field -> field.startsWith("_"));
          for (Row row : rows) {
            fill(row, all);
            next.accept(row);
          }
        });
  }

  private void fill(Row row, Collection<String> names) {
    for (String name : names) {
      if (!row.has(name)) {
        row.put(name, Value.of(value));
      }
    }
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return Stages.plus(before, fields);
  }
}
