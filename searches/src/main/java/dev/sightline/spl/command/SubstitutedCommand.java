package dev.sightline.spl.command;

import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A command with subsearches among its arguments, such as {@code where n>[ search ... | return
 * $n]}: what they return is put in as text before the command is read.
 */
final class SubstitutedCommand implements Command {
  private final Text text;
  private final PipelineCompiler.Parser parser;
  private final Compilation compilation;
  private final Command checked;

  /** The arguments: texts, and between them subsearches. */
  private record Text(String command, int offset, List<String> texts, List<Pipeline> subsearches) {
    String with(UnaryOperator<String> write, List<String> returned) {
      StringBuilder all = new StringBuilder();
      for (int i = 0; i < texts.size(); i++) {
        all.append(texts.get(i));
        if (i < returned.size()) {
          all.append(write.apply(returned.get(i)));
        }
      }
      return all.toString();
    }
  }

  private SubstitutedCommand(
      Text text, PipelineCompiler.Parser parser, Compilation compilation, Command checked) {
    this.text = text;
    this.parser = parser;
    this.compilation = compilation;
    this.checked = checked;
  }

  /** The parser of a command that may hold subsearches. */
  static PipelineCompiler.Parser around(PipelineCompiler.Parser parser) {
    return (arguments, compilation, first) -> {
      Text text = text(arguments, compilation);
      return text.subsearches().isEmpty()
          ? parser.parse(arguments, compilation, first)
          : new SubstitutedCommand(text, parser, compilation, checked(text, parser, compilation));
    };
  }

  private static Text text(Arguments arguments, Compilation compilation) {
    SourceText source = compilation.source();
    List<String> texts = new ArrayList<>();
    List<Pipeline> subsearches = new ArrayList<>();
    int start = arguments.offset();
    int from = start;
    int at = start;
    while (at < arguments.limit()) {
      char c = source.at(at);
      if (c == '"' || c == '\'') {
        at = source.endOfQuote(at, arguments.limit());
      } else if (c == '[') {
        int end = source.closing(at, arguments.limit(), '[', ']');
        texts.add(source.text().substring(from, at));
        subsearches.add(compilation.subsearch(new int[] {at + 1, end}));
        at = end + 1;
        from = at;
      } else {
        at++;
      }
    }
    texts.add(source.text().substring(from, arguments.limit()));
    return new Text(arguments.command(), start, texts, subsearches);
  }

  /** The command with stand-ins for the subsearches: a number, or else a comparison. */
  private static Command checked(
      Text text, PipelineCompiler.Parser parser, Compilation compilation) {
    List<String> places = text.subsearches().stream().map(_ -> "").toList();
    try {
      return parse(text, text.with(_ -> " 0 ", places), parser, compilation);
    } catch (SplException refused) {
      try {
        return parse(text, text.with(_ -> " 0=0 ", places), parser, compilation);
      } catch (SplException refusedToo) {
        throw refused;
      }
    }
  }

  private static Command parse(
      Text text, String written, PipelineCompiler.Parser parser, Compilation compilation) {
    SourceText source = SourceText.of(written);
    Arguments arguments = new Arguments(source, text.command(), 0, source.length());
    try {
      return parser.parse(arguments, compilation.of(source), false);
    } catch (SplException e) {
      throw compilation.source().error(text.offset(), e.reason());
    }
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    List<String> returned = new ArrayList<>();
    for (Pipeline subsearch : text.subsearches()) {
      returned.add(SubsearchText.of(scope.results(subsearch, scope.limits().subsearchRows())));
    }
    return parse(text, text.with(one -> " " + one + " ", returned), parser, compilation)
        .open(scope, next);
  }

  @Override
  public Flow flow() {
    return checked.flow();
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return checked.columns(before);
  }

  @Override
  public List<Pipeline> prerequisites() {
    return text.subsearches();
  }
}
