package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import java.util.List;

/**
 * {@code from} and {@code datamodel}: the events of a data model, with the add-on's names for their
 * fields; {@code datamodel … search} puts the name of the data set before them.
 *
 * @param prefix before the names of fields, empty for none
 */
record FromCommand(ModelRows model, String prefix) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    if (arguments.command().equals("datamodel")) {
      return datamodel(arguments, compilation);
    }
    Arguments.Word word = arguments.word("datamodel:Model, or inputlookup:name");
    String[] parts = word.text().split(":", 2);
    Arguments.Word named =
        parts.length > 1 && !parts[1].isEmpty()
            ? new Arguments.Word(parts[1], false, word.offset() + parts[0].length() + 1)
            : arguments.word("a name");
    arguments.expectEnd();
    return switch (parts[0]) {
      case "datamodel" -> new FromCommand(ModelRows.of(named, compilation, List.of()), "");
      case "lookup", "inputlookup" -> InputlookupCommand.all(named, compilation);
      default ->
          throw arguments.error(
              word.offset(), "'from' takes a data model or a lookup here, not '" + parts[0] + "'.");
    };
  }

  private static Command datamodel(Arguments arguments, Compilation compilation) {
    ModelRows model = ModelRows.of(arguments.word("a data model"), compilation, List.of());
    Arguments.Word dataset = arguments.word("a data set");
    String prefix = "";
    if (!arguments.atEnd()) {
      Arguments.Word mode = arguments.word("search or flat");
      prefix = mode.text().equals("search") ? dataset.text() + "." : "";
      if (!mode.text().matches("search|flat")) {
        throw arguments.error(mode.offset(), "'datamodel' takes search or flat here.");
      }
    }
    while (arguments.atOption()) {
      arguments.option(List.of("summariesonly", "allow_old_summaries", "strict_fields"));
      arguments.truth();
    }
    arguments.expectEnd();
    return new FromCommand(model, prefix);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.expand(
        next,
        row -> {
          if (model.events().matches(row)) {
            next.accept(prefix.isEmpty() ? row : prefixed(row));
          }
        });
  }

  private Row prefixed(Row row) {
    for (String name : List.copyOf(row.names())) {
      if (!name.startsWith("_") && !TstatsCommand.INDEXED.contains(name)) {
        row.put(prefix + name, row.get(name));
        row.remove(name);
      }
    }
    return row;
  }

  @Override
  public Input input() {
    return Input.EVENTS;
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }
}
