package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.PipelineRun;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code map}: runs a search for each row, in which {@code $field$} is replaced by the row's value,
 * and puts what they find one after the other. It is run for a bounded number of rows.
 */
public final class MapCommand implements Command {
  /** What Splunk allows where maxsearches is not given. */
  private static final int MOST = 10;

  private static final Pattern TOKEN = Pattern.compile("\\$([^$\\s]+)\\$");

  private final String text;
  private final boolean named;
  private final int most;
  private final Place place;
  private final Compilation compilation;

  private MapCommand(String text, boolean named, int most, Place place, Compilation compilation) {
    this.text = text;
    this.named = named;
    this.most = most;
    this.place = place;
    this.compilation = compilation;
  }

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    int most = MOST;
    String search = null;
    boolean named = false;
    while (!arguments.atEnd()) {
      if (arguments.peek() == '[') {
        int[] range = arguments.subsearch();
        search = compilation.source().text().substring(range[0], range[1]);
        named = true;
        continue;
      }
      switch (arguments
          .option(Set.of("search", "maxsearches"))
          .map(Arguments.Word::text)
          .orElse("")) {
        case "maxsearches" -> most = arguments.count("a number of searches");
        case "search" -> search = arguments.word("a search in quotes").text();
        default ->
            throw arguments.error(
                arguments.offset(),
                "'map' takes search=\"…\" or a search in [ ]; a saved search by its name is not"
                    + " supported.");
      }
    }
    if (search == null) {
      throw place.error("'map' needs a search: write search=\"…\", or one in [ ].");
    }
    MapCommand command = new MapCommand(search, named, most, place, compilation);
    command.pipeline(TOKEN.matcher(search).replaceAll("0"));
    return command;
  }

  private Pipeline pipeline(String written) {
    SourceText source = SourceText.of(written);
    try {
      return named
          ? compilation.of(source).subsearch(new int[] {0, source.length()})
          : PipelineCompiler.search(compilation.of(source));
    } catch (SplException e) {
      throw place.error("In the search of 'map': " + e.reason());
    }
  }

  private static String written(String text, Row row) {
    Matcher matcher = TOKEN.matcher(text);
    StringBuilder out = new StringBuilder();
    while (matcher.find()) {
      Value value = row.get(matcher.group(1));
      String shown = value == null ? matcher.group() : value.text();
      boolean quoted = inQuotes(text, matcher.start());
      boolean plain = quoted || shown.matches("[\\w.:/@*+-]+");
      String safe = shown.replace("\\", "\\\\").replace("\"", "\\\"");
      matcher.appendReplacement(out, Matcher.quoteReplacement(plain ? safe : "\"" + safe + "\""));
    }
    return matcher.appendTail(out).toString();
  }

  private static boolean inQuotes(String text, int end) {
    boolean quoted = false;
    for (int i = 0; i < end; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        quoted = !quoted;
      }
    }
    return quoted;
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    List<Row> rows = new ArrayList<>();
    return new Stage() {
      @Override
      public void accept(Row row) {
        if (rows.size() == most) {
          scope.warn("'map' ran for the first " + most + " rows: maxsearches says so.");
          return;
        }
        scope.hold(row.weight(), place);
        rows.add(row);
      }

      @Override
      public void finish() {
        List<PipelineRun> runs = new ArrayList<>();
        for (Row row : rows) {
          runs.add(new PipelineRun(pipeline(written(text, row)), scope, place));
        }
        scope.await(
            runs,
            () -> {
              runs.forEach(run -> run.rows().forEach(next::accept));
              next.finish();
            });
      }
    };
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }
}
