package dev.sightline.spl;

import dev.sightline.spl.command.MapCommand;
import dev.sightline.spl.command.PipelineCompiler;
import dev.sightline.spl.command.SearchCommand;
import dev.sightline.spl.command.TstatsCommand;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.PipelineRun;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Trace;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.syntax.MacroExpansion;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SourceText;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A search that has been read and checked. It is immutable and can be run any number of times. */
public final class Search {
  private final Pipeline pipeline;
  private final SearchEnvironment environment;
  private final Place place;

  private Search(Pipeline pipeline, SearchEnvironment environment, Place place) {
    this.pipeline = pipeline;
    this.environment = environment;
    this.place = place;
  }

  /**
   * Reads a search.
   *
   * @throws dev.sightline.spl.syntax.SplException where it is not SPL, or uses what is not
   *     supported here
   */
  public static Search compile(String spl, SearchEnvironment environment) {
    SourceText source = new MacroExpansion(environment.macros()).expand(spl);
    try {
      Pipeline pipeline =
          PipelineCompiler.compile(
              source,
              environment.lookups(),
              environment.now(),
              environment.earliest(),
              environment.latest(),
              environment.knowledge());
      return new Search(pipeline, environment, new Place(source, 0));
    } catch (StackOverflowError e) {
      throw source.error(0, "This search is nested too deeply.");
    }
  }

  /** Whether events have to be offered; a search that starts with a lookup needs none. */
  public boolean readsEvents() {
    return pipeline.readsEvents();
  }

  /**
   * What an event has to match to get beyond the first command, of the search or of one of its
   * subsearches, for an index over many searches (see {@link Filter#literals}). Empty where that is
   * not known before the search runs.
   */
  public Optional<Filter> firstStage() {
    return firstStage(pipeline);
  }

  private static Optional<Filter> firstStage(Pipeline pipeline) {
    if (pipeline.commands().stream().anyMatch(MapCommand.class::isInstance)) {
      return Optional.empty();
    }
    List<Filter> parts = new ArrayList<>();
    if (pipeline.readsEvents()) {
      Command first = pipeline.commands().getFirst();
      if (!first.prerequisites().isEmpty()) {
        return Optional.empty();
      }
      switch (first) {
        case SearchCommand search -> parts.add(search.filter());
        case TstatsCommand tstats -> parts.add(tstats.first());
        default -> {
          return Optional.empty();
        }
      }
    }
    for (Pipeline subsearch : pipeline.subsearches()) {
      Optional<Filter> part = firstStage(subsearch);
      if (part.isEmpty()) {
        return Optional.empty();
      }
      parts.add(part.get());
    }
    return Optional.of(parts.size() == 1 ? parts.getFirst() : new Filter.Or(parts));
  }

  /** What it looks at, as far as that can be told without events. */
  public Outlook outlook() {
    RunScope scope = scope();
    SearchRun run = start(scope);
    while (!run.isDone()) {
      run.endPass();
    }
    return Outlook.of(pipeline, scope);
  }

  /** Starts a run, to which events are offered one by one. */
  public SearchRun start() {
    return start(scope());
  }

  private RunScope scope() {
    return new RunScope(
        environment.lookups(),
        environment.geo(),
        environment.now(),
        environment.limits(),
        environment.order() == SearchEnvironment.Order.ANY);
  }

  private SearchRun start(RunScope scope) {
    return new SearchRun(pipeline, new PipelineRun(pipeline, scope, place), scope, place);
  }

  /** Starts a run whose rows are counted after each command. */
  public SearchRun start(Trace trace) {
    RunScope scope = scope();
    scope.trace(pipeline, trace);
    return start(scope);
  }

  /** Each command as it is written, macros put in. */
  public List<String> commands() {
    return pipeline.texts();
  }

  /** Runs the search over events that are at hand. */
  public Results run(List<Event> events) {
    SearchRun run = start();
    while (!run.isDone()) {
      events.forEach(run::offer);
      run.endPass();
    }
    return run.results();
  }
}
