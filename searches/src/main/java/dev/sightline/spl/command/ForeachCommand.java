package dev.sightline.spl.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.Wildcard;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code foreach}: runs streaming commands once for each field of a row that a name or a wildcard
 * matches, or once for each value of a multivalue or of a JSON array.
 */
record ForeachCommand(Mode mode, List<String> fields, Template template, int most)
    implements Command {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Set<String> OPTIONS =
      Set.of(
          "mode",
          "fieldstr",
          "matchstr",
          "matchseg1",
          "matchseg2",
          "matchseg3",
          "itemstr",
          "iterstr",
          "maxiterations");

  /** What the commands are run for. */
  private enum Mode {
    MULTIFIELD,
    MULTIVALUE,
    JSON_ARRAY,
    AUTO_COLLECTIONS
  }

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Mode mode = Mode.MULTIFIELD;
    Template.Names names = Template.Names.standard();
    int most = 0;
    List<String> fields = new ArrayList<>();
    while (!arguments.atEnd() && arguments.peek() != '[') {
      if (arguments.accept(',')) {
        continue;
      }
      if (arguments.atOption()) {
        String option = arguments.option(OPTIONS).orElseThrow().text();
        switch (option) {
          case "mode" -> mode = mode(arguments);
          case "maxiterations" -> most = arguments.count("a number of rounds");
          default -> names = names.with(option, arguments.word("a text").text());
        }
        continue;
      }
      fields.add(arguments.word("a field").text());
    }
    if (fields.isEmpty()) {
      throw arguments.error(arguments.offset(), "'foreach' needs a field or a wildcard here.");
    }
    Template template = Template.of(names, arguments.subsearch(), compilation);
    arguments.expectEnd();
    return new ForeachCommand(mode, List.copyOf(fields), template, most);
  }

  private static Mode mode(Arguments arguments) {
    Arguments.Word word = arguments.word("a mode");
    try {
      return Mode.valueOf(word.text().toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw arguments.error(
          word.offset(),
          "'foreach' has the modes multifield, multivalue, json_array and auto_collections, not '"
              + word.text()
              + "'.");
    }
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    Template.Run run = template.open(scope);
    return Stages.expand(
        next,
        row -> {
          Row left = mode == Mode.MULTIFIELD ? eachField(row, run) : eachValue(row, run);
          if (left != null) {
            next.accept(left);
          }
        });
  }

  private @Nullable Row eachField(Row row, Template.Run run) {
    Row left = row;
    for (String pattern : fields) {
      Wildcard wildcard = new Wildcard(pattern, false);
      List<String> names =
          Wildcard.isPattern(pattern) ? List.copyOf(row.names()) : List.of(pattern);
      for (String name : names) {
        List<String> segments = wildcard.captures(name);
        boolean internal = name.startsWith("_") && !pattern.startsWith("_");
        if (segments != null && !internal && left != null) {
          left = run.take(left, new Template.Round(name, segments, null, 0));
        }
      }
    }
    return left;
  }

  private @Nullable Row eachValue(Row row, Template.Run run) {
    Row left = row;
    for (String field : fields) {
      List<Value> values = values(row.get(field));
      int rounds = most == 0 ? values.size() : Math.min(most, values.size());
      for (int i = 0; i < rounds && left != null; i++) {
        left = run.take(left, new Template.Round(field, List.of(), values.get(i), i));
      }
    }
    return left;
  }

  private List<Value> values(@Nullable Value value) {
    if (value == null) {
      return List.of();
    }
    JsonNode array = mode == Mode.MULTIVALUE ? null : array(value.text());
    if (array == null) {
      return mode == Mode.JSON_ARRAY ? List.of() : List.copyOf(value.parts());
    }
    List<Value> values = new ArrayList<>();
    array.forEach(
        node -> values.add(Value.of(node.isContainerNode() ? node.toString() : node.asText())));
    return values;
  }

  private static @Nullable JsonNode array(String text) {
    try {
      JsonNode node = JSON.readTree(text);
      return node != null && node.isArray() ? node : null;
    } catch (JsonProcessingException e) {
      return null;
    }
  }

  @Override
  public Flow flow() {
    return Flow.STREAMING;
  }
}
