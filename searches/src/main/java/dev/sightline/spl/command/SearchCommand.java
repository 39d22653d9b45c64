package dev.sightline.spl.command;

import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.search.FilterParser;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** {@code search}: keeps the rows that match, also at the start of a search, without its name. */
public final class SearchCommand implements Command {
  private final Filter filter;
  private final List<Pipeline> subsearches;
  private final List<Place> places;
  private final DoubleSupplier now;

  private SearchCommand(
      Filter filter, List<Pipeline> subsearches, List<Place> places, DoubleSupplier now) {
    this.filter = filter;
    this.subsearches = List.copyOf(subsearches);
    this.places = List.copyOf(places);
    this.now = now;
  }

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    List<Pipeline> subsearches = new ArrayList<>();
    List<Place> places = new ArrayList<>();
    Filter filter =
        new FilterParser(
                compilation.source(),
                arguments.offset(),
                arguments.limit(),
                compilation.now(),
                (from, to, offset) -> {
                  subsearches.add(compilation.subsearch(new int[] {from, to}));
                  places.add(compilation.place(offset));
                  return subsearches.size() - 1;
                },
                compilation.knowledge())
            .whole();
    return new SearchCommand(filter, subsearches, places, compilation.now());
  }

  /** A search that everything matches. */
  static SearchCommand ofAllEvents(Compilation compilation) {
    return new SearchCommand(new Filter.All(), List.of(), List.of(), compilation.now());
  }

  /** What rows have to match; what a subsearch will find stands in it as a slot. */
  public Filter filter() {
    return filter;
  }

  /** The same, with what those subsearches returned that are told, in a run that has ended. */
  public Filter filter(RunScope scope, Predicate<Pipeline> told) {
    return filter.bind(
        slot -> told.test(subsearches.get(slot)) ? found(scope, slot) : new Filter.Subsearch(slot));
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    Filter bound = subsearches.isEmpty() ? filter : filter.bind(slot -> found(scope, slot));
    return Stages.filter(next, bound::matches);
  }

  private Filter found(RunScope scope, int slot) {
    SourceText text =
        SourceText.of(
            SubsearchText.of(scope.results(subsearches.get(slot), scope.limits().subsearchRows())));
    try {
      return new FilterParser(
              text,
              0,
              text.length(),
              now,
              (_, _, offset) -> {
                throw text.error(offset, "A subsearch cannot return a subsearch.");
              })
          .whole();
    } catch (SplException e) {
      throw places.get(slot).error("This subsearch returned no search: " + e.reason());
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

  @Override
  public Input input() {
    return Input.UPSTREAM;
  }

  @Override
  public List<Pipeline> prerequisites() {
    return subsearches;
  }
}
