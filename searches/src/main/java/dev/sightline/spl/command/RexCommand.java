package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Regex;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/**
 * {@code rex}: takes fields out of text by the named groups of a regular expression, or edits it.
 */
record RexCommand(String field, int most, @Nullable String offsetField, Edit edit, Place place)
    implements Command {
  private static final Set<String> OPTIONS = Set.of("field", "max_match", "offset_field", "mode");

  /** What is done with the text. */
  sealed interface Edit permits Extract, Substitution {}

  /** Named groups become fields. */
  record Extract(Regex regex) implements Edit {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    String field = "_raw";
    int most = 1;
    String offsetField = null;
    boolean sed = false;
    Arguments.Word pattern = null;
    int start = arguments.offset();
    while (!arguments.atEnd()) {
      Optional<Arguments.Word> option =
          arguments.peek() == '"' ? Optional.empty() : arguments.option(OPTIONS);
      if (option.isEmpty()) {
        if (pattern != null || arguments.peek() != '"') {
          throw arguments.error(
              arguments.offset(), "'rex' needs one regular expression, in double quotes.");
        }
        pattern = arguments.word("a regular expression");
        continue;
      }
      switch (option.get().text()) {
        case "field" -> field = arguments.word("a field").text();
        case "max_match" -> most = arguments.count("a number of matches");
        case "offset_field" -> offsetField = arguments.word("a field").text();
        default -> {
          Arguments.Word mode = arguments.word("sed");
          if (!mode.text().equals("sed")) {
            throw arguments.error(mode.offset(), "'rex' has the mode sed only.");
          }
          sed = true;
        }
      }
    }
    if (pattern == null) {
      throw arguments.error(start, "'rex' needs a regular expression, in double quotes.");
    }
    Place place = compilation.place(pattern.offset());
    try {
      Edit edit = sed ? Substitution.parse(pattern.text()) : extract(pattern.text());
      return new RexCommand(field, most, offsetField, edit, place);
    } catch (Regex.Refused refused) {
      throw place.error(refused.reason());
    }
  }

  private static Edit extract(String text) {
    Regex regex = Regex.compile(text);
    if (regex.groups().isEmpty()) {
      throw Regex.refused("The regular expression of 'rex' names no group: write (?<field>...).");
    }
    return new Extract(regex);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(
        next,
        row -> {
          Value value = row.get(field);
          if (value == null) {
            return;
          }
          try {
            switch (edit) {
              case Extract(Regex regex) -> extract(regex, value, row);
              case Substitution substitution -> row.put(field, edited(substitution, value));
            }
          } catch (Regex.Refused refused) {
            throw place.error(refused.reason());
          }
        });
  }

  private static @Nullable Value edited(Substitution substitution, Value value) {
    List<Scalar> parts = new ArrayList<>();
    value.parts().forEach(part -> parts.add(Value.of(substitution.apply(part.text()))));
    return Value.of(parts);
  }

  private void extract(Regex regex, Value value, Row row) {
    List<String> groups = regex.groups();
    List<List<Scalar>> found = new ArrayList<>();
    groups.forEach(_ -> found.add(new ArrayList<>()));
    List<Scalar> offsets = new ArrayList<>();
    int[] matches = {0};
    for (Scalar part : value.parts()) {
      regex.matching(
          part.text(),
          matcher -> {
            while ((most == 0 || matches[0] < most) && matcher.find()) {
              matches[0]++;
              take(matcher, groups, found, offsets);
            }
            return matches[0];
          });
    }
    for (int i = 0; i < groups.size(); i++) {
      if (!found.get(i).isEmpty()) {
        row.put(groups.get(i), Value.of(found.get(i)));
      }
    }
    if (offsetField != null && !offsets.isEmpty()) {
      row.put(offsetField, Value.of(offsets));
    }
  }

  private static void take(
      Matcher matcher, List<String> groups, List<List<Scalar>> found, List<Scalar> offsets) {
    List<String> places = new ArrayList<>();
    for (int i = 0; i < groups.size(); i++) {
      String text = Regex.group(matcher, i);
      if (text != null) {
        found.get(i).add(Value.of(text));
        places.add(
            groups.get(i)
                + "="
                + Regex.groupStart(matcher, i)
                + "-"
                + Math.max(Regex.groupStart(matcher, i), Regex.groupEnd(matcher, i) - 1));
      }
    }
    offsets.add(Value.of(String.join("&", places)));
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    List<String> added = new ArrayList<>();
    if (edit instanceof Extract(Regex regex)) {
      added.addAll(regex.groups());
    }
    if (offsetField != null) {
      added.add(offsetField);
    }
    return Stages.plus(before, added);
  }
}
