package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Regex;
import dev.sightline.spl.value.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** {@code regex}: keeps the rows whose field matches, or does not match, a regular expression. */
record RegexCommand(String field, boolean wanted, Regex regex, Place place) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    String field = "_raw";
    boolean wanted = true;
    if (arguments.peek() != '"') {
      field = arguments.word("a field").text();
      wanted = !arguments.accept('!');
      arguments.expect('=');
    }
    Arguments.Word pattern = arguments.word("a regular expression");
    arguments.expectEnd();
    Place place = compilation.place(pattern.offset());
    try {
      return new RegexCommand(field, wanted, Regex.compile(pattern.text()), place);
    } catch (Regex.Refused refused) {
      throw place.error(refused.reason());
    }
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.filter(next, this::keeps);
  }

  private boolean keeps(Row row) {
    Value value = row.get(field);
    try {
      boolean found =
          value != null && value.parts().stream().anyMatch(part -> regex.find(part.text()));
      return found == wanted;
    } catch (Regex.Refused refused) {
      throw place.error(refused.reason());
    }
  }

  @Override
  public Flow flow() {
    return Flow.FILTER;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return before;
  }
}
