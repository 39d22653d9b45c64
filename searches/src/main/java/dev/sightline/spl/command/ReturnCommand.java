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
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code return}: one row, whose field search names the values of the first rows. */
record ReturnCommand(int count, List<Returned> fields, Place place) implements Command {
  /** A field under another name; without a name, only its value. */
  record Returned(String field, @Nullable String name) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    int count = 1;
    if (arguments.peekWord().matches("\\d+")) {
      count = arguments.count("a number of rows");
    }
    List<Returned> fields = new ArrayList<>();
    while (!arguments.atEnd()) {
      if (arguments.accept(',')) {
        continue;
      }
      String word = arguments.word("a field").text();
      if (arguments.accept('=')) {
        fields.add(new Returned(arguments.word("a field").text(), word));
      } else if (word.startsWith("$")) {
        fields.add(new Returned(word.substring(1), null));
      } else {
        fields.add(new Returned(word, word));
      }
    }
    if (fields.isEmpty()) {
      throw place.error("'return' needs a field.");
    }
    return new ReturnCommand(count, fields, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    List<String> written = new ArrayList<>();
    return new Stage() {
      @Override
      public void accept(Row row) {
        if (written.size() < count) {
          scope.hold(200, place);
          written.add(text(row));
        }
      }

      @Override
      public void finish() {
        boolean several = written.size() > 1;
        List<String> parts =
            written.stream().map(text -> several ? "(" + text + ")" : text).toList();
        Row row = new Row();
        row.put("search", Value.of(parts.isEmpty() ? "NOT ()" : String.join(" OR ", parts)));
        next.accept(row);
        next.finish();
      }
    };
  }

  private String text(Row row) {
    List<String> tests = new ArrayList<>();
    for (Returned returned : fields) {
      Value value = row.get(returned.field());
      if (value != null) {
        Scalar part = value.parts().getFirst();
        tests.add(
            returned.name() == null ? part.text() : SubsearchText.test(returned.name(), part));
      }
    }
    return String.join(" ", tests);
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
