package dev.sightline.spl;

import dev.sightline.spl.command.SearchCommand;
import dev.sightline.spl.command.TstatsCommand;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.search.Filter;
import java.util.ArrayList;
import java.util.List;

/**
 * What a search looks at, told without events.
 *
 * @param firstStages what an event has to match to get beyond the first command, of the search and
 *     of each of its subsearches that read events; everything, where that is not known
 * @param readsText whether a command looks at the text of events and not at fields that it names:
 *     by words, or by what a subsearch will say
 */
public record Outlook(List<Filter> firstStages, boolean readsText) {
  /** Of a search that has been run over no event: what its subsearches made of lookups is there. */
  static Outlook of(Pipeline pipeline, RunScope scope) {
    List<Filter> stages = new ArrayList<>();
    boolean readsText = add(pipeline, scope, stages);
    return new Outlook(List.copyOf(stages), readsText);
  }

  private static boolean add(Pipeline pipeline, RunScope scope, List<Filter> stages) {
    boolean readsText = false;
    boolean first = pipeline.readsEvents();
    for (Command command : pipeline.commands()) {
      Filter filter =
          switch (command) {
            case SearchCommand search -> search.filter(scope, Outlook::isTold);
            case TstatsCommand tstats -> tstats.filter();
            default -> new Filter.All();
          };
      if (first) {
        stages.add(filter);
      }
      first = false;
      readsText |= filter.readsText() || (command instanceof SearchCommand search && asks(search));
    }
    for (Pipeline subsearch : pipeline.subsearches()) {
      readsText |= add(subsearch, scope, stages);
    }
    return readsText;
  }

  /** Whether what it returns is known without events. */
  private static boolean isTold(Pipeline subsearch) {
    return !subsearch.readsEvents() && subsearch.subsearches().stream().allMatch(Outlook::isTold);
  }

  /**
   * Whether a subsearch that reads events may return words; other columns are compared as fields.
   */
  private static boolean asks(SearchCommand search) {
    for (Pipeline subsearch : search.prerequisites()) {
      List<String> columns = subsearch.columns();
      if (!isTold(subsearch)
          && (columns == null || columns.contains("search") || columns.contains("query"))) {
        return true;
      }
    }
    return false;
  }
}
