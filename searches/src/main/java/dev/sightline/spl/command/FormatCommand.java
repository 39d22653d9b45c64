package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code format}: one row, whose field search is the search that finds the rows. */
record FormatCommand(SubsearchText.Marks marks, String valuesSeparator, int most, Place place)
    implements Command {
  private static final Set<String> OPTIONS = Set.of("mvsep", "maxresults", "emptystr");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    String separator = "OR";
    String empty = "NOT ()";
    int most = 0;
    List<String> marks = new ArrayList<>();
    while (!arguments.atEnd()) {
      Optional<Arguments.Word> option =
          arguments.peek() == '"' ? Optional.empty() : arguments.option(OPTIONS);
      if (option.isEmpty()) {
        marks.add(arguments.word("a mark").text());
        continue;
      }
      switch (option.get().text()) {
        case "mvsep" -> separator = arguments.word("a separator").text();
        case "maxresults" -> most = arguments.count("a number of rows");
        default -> empty = arguments.word("a text").text();
      }
    }
    if (!marks.isEmpty() && marks.size() != 6) {
      throw place.error("'format' takes six marks, or none.");
    }
    SubsearchText.Marks all =
        marks.isEmpty()
            ? new SubsearchText.Marks("(", "(", "AND", ")", "OR", ")", empty)
            : new SubsearchText.Marks(
                marks.get(0),
                marks.get(1),
                marks.get(2),
                marks.get(3),
                marks.get(4),
                marks.get(5),
                empty);
    return new FormatCommand(all, separator, most, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    int limit = most == 0 ? scope.limits().subsearchRows() : most;
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          List<Row> used = rows.subList(0, Math.min(limit, rows.size()));
          Row row = new Row();
          row.put("search", Value.of(SubsearchText.of(used, marks, valuesSeparator)));
          next.accept(row);
        });
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public List<String> columns(@Nullable List<String> before) {
    return List.of("search");
  }
}
