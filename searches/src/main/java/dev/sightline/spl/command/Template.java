package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands in which the names of a round stand: {@code <<FIELD>>}, {@code <<ITEM>>} and so on. */
final class Template {
  /** The field that a round's value is in, where {@code <<ITEM>>} stands outside quotes. */
  private static final String ITEM = "__foreach_item";

  private final Names names;
  private final String text;
  private final int offset;
  private final Compilation compilation;

  /** What is replaced. */
  record Names(String field, String match, List<String> segments, String item, String iteration) {
    static Names standard() {
      return new Names(
          "<<FIELD>>",
          "<<MATCHSTR>>",
          List.of("<<MATCHSEG1>>", "<<MATCHSEG2>>", "<<MATCHSEG3>>"),
          "<<ITEM>>",
          "<<ITER>>");
    }

    Names with(String option, String name) {
      return switch (option) {
        case "fieldstr" -> new Names(name, match, segments, item, iteration);
        case "matchstr" -> new Names(field, name, segments, item, iteration);
        case "itemstr" -> new Names(field, match, segments, name, iteration);
        case "iterstr" -> new Names(field, match, segments, item, name);
        default -> {
          List<String> others = new ArrayList<>(segments);
          others.set(option.charAt(option.length() - 1) - '1', name);
          yield new Names(field, match, others, item, iteration);
        }
      };
    }
  }

  /**
   * One round.
   *
   * @param segments what each star of the wildcard stood for
   * @param item the value of the round, null where it is about a field
   */
  record Round(String field, List<String> segments, @Nullable Value item, int number) {}

  private Template(Names names, String text, int offset, Compilation compilation) {
    this.names = names;
    this.text = text;
    this.offset = offset;
    this.compilation = compilation;
  }

  /** Reads the template once with stand-ins, so that what is wrong is told before any row. */
  static Template of(Names names, int[] range, Compilation compilation) {
    Template template =
        new Template(
            names,
            compilation.source().text().substring(range[0], range[1]),
            range[0],
            compilation);
    template.commands(template.written(new Round("f", List.of("f", "f", "f"), Value.of(0L), 0)));
    return template;
  }

  private List<Command> commands(String written) {
    SourceText source = SourceText.of(written);
    try {
      List<Command> commands = compilation.of(source).subpipeline(new int[] {0, source.length()});
      for (Command command : commands) {
        boolean streams =
            command.flow() == Command.Flow.STREAMING || command.flow() == Command.Flow.FILTER;
        if (!streams || !command.prerequisites().isEmpty() || !command.feeds().isEmpty()) {
          throw source.error(0, "'foreach' takes commands that look at one row alone, as eval.");
        }
      }
      return commands;
    } catch (SplException e) {
      throw compilation.source().error(offset, e.reason());
    }
  }

  private String written(Round round) {
    String match = round.segments().isEmpty() ? round.field() : String.join("", round.segments());
    String written = text.replace(names.field(), round.field()).replace(names.match(), match);
    for (int i = 0; i < names.segments().size(); i++) {
      String segment = i < round.segments().size() ? round.segments().get(i) : "";
      written = written.replace(names.segments().get(i), segment);
    }
    written = written.replace(names.iteration(), String.valueOf(round.number()));
    Value item = round.item();
    return item == null ? written : items(written, item.text());
  }

  /** In quotes the value itself is written; outside, the field that holds it. */
  private String items(String written, String value) {
    StringBuilder out = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < written.length(); i++) {
      char c = written.charAt(i);
      if (written.startsWith(names.item(), i)) {
        out.append(quote == 0 ? "'" + ITEM + "'" : quoted(value));
        i += names.item().length() - 1;
        continue;
      }
      if (c == '\\' && quote != 0 && i + 1 < written.length()) {
        out.append(c).append(written.charAt(++i));
        continue;
      }
      if (quote == 0 && (c == '"' || c == '\'')) {
        quote = c;
      } else if (c == quote) {
        quote = 0;
      }
      out.append(c);
    }
    return out.toString();
  }

  private static String quoted(String value) {
    return value.replace("\\", "\\\\").replace("\"", "\\\"");
  }

  Run open(RunScope scope) {
    return new Run(scope);
  }

  /** The template in one run: each text is compiled once. */
  final class Run {
    private static final int MOST_TEXTS = 10_000;

    private final RunScope scope;
    private final Map<String, Stage> stages = new HashMap<>();
    private @Nullable Row left;

    private Run(RunScope scope) {
      this.scope = scope;
    }

    /** The row after one round, null where a command let it fall. */
    @Nullable Row take(Row row, Round round) {
      if (stages.size() > MOST_TEXTS) {
        stages.clear();
      }
      boolean valued = round.item() != null;
      if (valued) {
        row.put(ITEM, round.item());
      }
      left = null;
      stages.computeIfAbsent(written(round), this::stage).accept(row);
      Row taken = left;
      if (valued && taken != null) {
        taken.remove(ITEM);
      }
      return taken;
    }

    private Stage stage(String written) {
      Stage stage = Stages.each(IGNORED, row -> left = row);
      for (Command command : commands(written).reversed()) {
        stage = command.open(scope, stage);
      }
      return stage;
    }
  }

  private static final Stage IGNORED =
      new Stage() {
        @Override
        public void accept(Row row) {
          // It has been taken before.
        }

        @Override
        public void finish() {
          // Nothing is held.
        }
      };
}
