package dev.sightline.spl.command;

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
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code makemv}: makes a multivalue of a text, at a delimiter or by a regular expression. */
record MakemvCommand(
    String field, String delimiter, @Nullable Regex tokenizer, boolean allowEmpty, Place place)
    implements Command {
  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    String delimiter = " ";
    Regex tokenizer = null;
    boolean allowEmpty = false;
    while (arguments.atOption()) {
      Arguments.Word option =
          arguments.option(Set.of("delim", "tokenizer", "allowempty", "setsv")).orElseThrow();
      switch (option.text()) {
        case "delim" -> delimiter = arguments.word("a delimiter").text();
        case "tokenizer" -> {
          Arguments.Word pattern = arguments.word("a regular expression");
          try {
            tokenizer = Regex.compile(pattern.text());
          } catch (Regex.Refused refused) {
            throw arguments.error(pattern.offset(), refused.reason());
          }
        }
        case "allowempty" -> allowEmpty = arguments.truth();
        default -> arguments.truth();
      }
    }
    String field = arguments.word("a field").text();
    arguments.expectEnd();
    return new MakemvCommand(field, delimiter, tokenizer, allowEmpty, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.each(
        next,
        row -> {
          Value value = row.get(field);
          if (value instanceof Scalar scalar) {
            Value parts = Value.of(parts(scalar.text()));
            if (parts != null) {
              row.put(field, parts);
            }
          }
        });
  }

  private List<Scalar> parts(String text) {
    List<Scalar> parts = new ArrayList<>();
    if (tokenizer != null) {
      try {
        tokenizer.matching(
            text,
            matcher -> {
              while (matcher.find()) {
                String token = matcher.groupCount() > 0 ? matcher.group(1) : matcher.group();
                if (token != null) {
                  parts.add(Value.of(token));
                }
              }
              return parts;
            });
      } catch (Regex.Refused refused) {
        throw place.error(refused.reason());
      }
      return parts;
    }
    for (String part : text.split(Pattern.quote(delimiter), -1)) {
      if (allowEmpty || !part.isEmpty()) {
        parts.add(Value.of(part));
      }
    }
    return parts;
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return before;
  }
}
