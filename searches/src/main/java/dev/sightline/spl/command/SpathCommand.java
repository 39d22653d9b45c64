package dev.sightline.spl.command;

import dev.sightline.spl.event.JsonFields;
import dev.sightline.spl.event.JsonPath;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The command spath: takes one path, or all fields, out of text that is JSON. */
record SpathCommand(String text, @Nullable String output, @Nullable JsonPath path, Place place)
    implements Command {
  private static final Set<String> OPTIONS = Set.of("input", "output", "path");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    String input = "_raw";
    String output = null;
    String path = null;
    while (!arguments.atEnd()) {
      Optional<Arguments.Word> option = arguments.option(OPTIONS);
      if (option.isEmpty()) {
        Arguments.Word word = arguments.word("a path");
        if (path != null) {
          throw arguments.error(word.offset(), "'spath' takes one path.");
        }
        path = word.text();
        continue;
      }
      switch (option.get().text()) {
        case "input" -> input = arguments.word("a field").text();
        case "output" -> output = arguments.word("a field").text();
        default -> path = arguments.word("a path").text();
      }
    }
    if (path == null && output != null) {
      throw place.error("'spath' with output needs a path, too.");
    }
    return new SpathCommand(
        input, output == null ? path : output, path == null ? null : JsonPath.parse(path), place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(next, this::extract);
  }

  private void extract(Row row) {
    Value value = row.get(text);
    if (value == null) {
      return;
    }
    if (path == null || output == null) {
      JsonFields.extract(value.text()).forEach(row::put);
      return;
    }
    List<Scalar> found = new ArrayList<>();
    for (Scalar part : value.parts()) {
      path.read(part.text()).forEach(one -> found.add(Value.of(one)));
    }
    if (!found.isEmpty()) {
      row.put(output, Value.of(found));
    }
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return output == null ? null : Stages.plus(before, List.of(output));
  }
}
