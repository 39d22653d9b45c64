package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code fields}: keeps these fields, with time and raw text, or takes these away. */
record FieldsCommand(boolean keeps, FieldNames fields) implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    String sign = arguments.peekWord();
    boolean removes = sign.startsWith("-");
    if (removes || sign.startsWith("+")) {
      arguments.moveTo(arguments.offset() + 1);
    }
    List<String> fields = arguments.someFields();
    arguments.expectEnd();
    return new FieldsCommand(!removes, FieldNames.of(fields));
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.expand(next, row -> next.accept(keeps ? kept(row) : removed(row)));
  }

  private Row kept(Row row) {
    Set<String> names = fields.in(row);
    names.add("_time");
    names.add("_raw");
    return row.only(names);
  }

  private Row removed(Row row) {
    fields.in(row).forEach(row::remove);
    return row;
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    if (!fields.isPlain()) {
      return null;
    }
    if (keeps) {
      return fields.names();
    }
    if (before == null) {
      return null;
    }
    List<String> columns = new ArrayList<>(before);
    columns.removeAll(fields.names());
    return columns;
  }
}
