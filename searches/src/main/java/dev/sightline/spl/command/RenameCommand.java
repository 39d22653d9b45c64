package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.Wildcard;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * {@code rename}: gives fields other names, one after the other; a field of the new name is lost,
 * even where there is none of the old name.
 */
record RenameCommand(List<Renaming> renamings) implements Command {
  record Renaming(String from, String to) {
    boolean isPattern() {
      return Wildcard.isPattern(from);
    }
  }

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    List<Renaming> renamings = new ArrayList<>();
    do {
      Arguments.Word from = arguments.word("a field");
      if (!arguments.keyword("AS")) {
        throw arguments.error(
            arguments.offset(), "'rename' needs AS and a new name after '" + from.text() + "'.");
      }
      Arguments.Word to = arguments.word("the new name");
      if (stars(from.text()) != stars(to.text())) {
        throw arguments.error(
            to.offset(), "The new name needs as many * as the old one has: " + stars(from.text()));
      }
      renamings.add(new Renaming(from.text(), to.text()));
      arguments.accept(',');
    } while (!arguments.atEnd());
    return new RenameCommand(List.copyOf(renamings));
  }

  private static long stars(String name) {
    return name.chars().filter(c -> c == '*').count();
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(next, row -> renamings.forEach(renaming -> apply(renaming, row)));
  }

  private static void apply(Renaming renaming, Row row) {
    if (!renaming.isPattern()) {
      move(row, renaming.from(), renaming.to());
      return;
    }
    Wildcard wildcard = new Wildcard(renaming.from(), false);
    for (String field : List.copyOf(row.names())) {
      List<String> captures = wildcard.captures(field);
      if (captures != null && (!field.startsWith("_") || renaming.from().startsWith("_"))) {
        move(row, field, filled(renaming.to(), captures));
      }
    }
  }

  private static void move(Row row, String from, String to) {
    if (!from.equals(to)) {
      Value value = row.get(from);
      row.remove(from);
      row.put(to, value);
    }
  }

  private static String filled(String pattern, List<String> captures) {
    StringBuilder name = new StringBuilder();
    int star = 0;
    for (int i = 0; i < pattern.length(); i++) {
      if (pattern.charAt(i) == '*') {
        name.append(captures.get(star++));
      } else {
        name.append(pattern.charAt(i));
      }
    }
    return name.toString();
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    if (before == null || renamings.stream().anyMatch(Renaming::isPattern)) {
      return null;
    }
    List<String> columns = new ArrayList<>(before);
    for (Renaming renaming : renamings) {
      int index = columns.indexOf(renaming.from());
      if (index >= 0 && !renaming.from().equals(renaming.to())) {
        columns.remove(renaming.to());
        columns.set(columns.indexOf(renaming.from()), renaming.to());
      }
    }
    return columns;
  }
}
