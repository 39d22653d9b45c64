package dev.sightline.spl.command;

import dev.sightline.spl.expression.Condition;
import dev.sightline.spl.expression.ExpressionCompiler;
import dev.sightline.spl.expression.ExpressionParser;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.search.FilterParser;
import dev.sightline.spl.search.Knowledge;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.yaml.Nearest;
import java.util.List;
import java.util.function.DoubleSupplier;

/** What the compilation of a search knows, and what its commands ask of it. */
final class Compilation {
  private final SourceText source;
  private final Lookups lookups;
  private final DoubleSupplier now;
  private final double earliest;
  private final double latest;
  private final Knowledge knowledge;

  Compilation(
      SourceText source,
      Lookups lookups,
      DoubleSupplier now,
      double earliest,
      double latest,
      Knowledge knowledge) {
    this.source = source;
    this.knowledge = knowledge;
    this.lookups = lookups;
    this.now = now;
    this.earliest = earliest;
    this.latest = latest;
  }

  /** The same for another text. */
  Compilation of(SourceText other) {
    return new Compilation(other, lookups, now, earliest, latest, knowledge);
  }

  SourceText source() {
    return source;
  }

  Lookups lookups() {
    return lookups;
  }

  DoubleSupplier now() {
    return now;
  }

  /** Seconds since 1970, NaN where the search has no bound. */
  double earliest() {
    return earliest;
  }

  double latest() {
    return latest;
  }

  ExpressionCompiler expressions() {
    return new ExpressionCompiler(source, now);
  }

  Place place(int offset) {
    return new Place(source, offset);
  }

  Condition condition(int from, int to) {
    return expressions().condition(new ExpressionParser(source, from, to).whole());
  }

  /** A filter in which no subsearch stands. */
  Filter plainFilter(int from, int to) {
    return new FilterParser(
            source,
            from,
            to,
            now,
            (_, _, offset) -> {
              throw source.error(offset, "A subsearch cannot stand here.");
            },
            knowledge)
        .whole();
  }

  /** The filter of tstats; where it is about a model, every node of the model is in it. */
  Filter modelFilter(int from, int to, boolean ofModel) {
    Filter filter = plainFilter(from, to);
    return ofModel ? filter.without("nodename") : filter;
  }

  /** A filter that stands nowhere in the search. */
  Filter filterOf(String text) {
    return of(SourceText.of(text)).plainFilter(0, text.length());
  }

  Knowledge knowledge() {
    return knowledge;
  }

  Pipeline subsearch(int[] range) {
    return PipelineCompiler.subsearch(this, range[0], range[1]);
  }

  List<Command> subpipeline(int[] range) {
    return PipelineCompiler.subpipeline(this, range[0], range[1]);
  }

  /** The lookup that the word names. */
  LookupTable lookup(Arguments.Word word) {
    return lookups
        .find(word.text())
        .orElseThrow(() ->
            source.error(
                word.offset(),
                "Unknown lookup '"
                    + word.text()
                    + "'"
                    + Nearest.hint(word.text(), lookups.names())
                    + "."));
  }

  /** Refuses a column that the lookup does not have. */
  void column(LookupTable table, Arguments.Word word) {
    if (!table.definition().fields().contains(word.text())) {
      throw source.error(
          word.offset(),
          "Lookup '"
              + table.definition().name()
              + "' has no column '"
              + word.text()
              + "'"
              + Nearest.hint(word.text(), table.definition().fields())
              + ".");
    }
  }
}
