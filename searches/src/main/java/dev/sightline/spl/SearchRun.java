package dev.sightline.spl;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.pipeline.PipelineRun;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SplException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One run of a search. Offer every event, then end the pass; where the run is not done then, offer
 * the same events again: a subsearch over events takes a pass of its own. For one thread at a time.
 */
public final class SearchRun {
  private final Pipeline pipeline;
  private final PipelineRun run;
  private final RunScope scope;
  private final Place place;

  SearchRun(Pipeline pipeline, PipelineRun run, RunScope scope, Place place) {
    this.pipeline = pipeline;
    this.run = run;
    this.scope = scope;
    this.place = place;
  }

  public void offer(Event event) {
    run.offer(event);
  }

  public void endPass() {
    run.endPass();
  }

  /** Bytes, roughly, that it holds. */
  long held() {
    return scope.held();
  }

  /** Why it cannot go on: it holds the most, and all of them so many bytes. */
  SplException tooMuch(long together) {
    return scope.tooMuch(together, place);
  }

  /** Whether the results are there. */
  public boolean isDone() {
    return run.isDone();
  }

  /**
   * The rows and their columns.
   *
   * @throws IllegalStateException where another pass is needed
   */
  public Results results() {
    List<Row> rows = run.rows();
    Set<String> fields = new LinkedHashSet<>();
    List<String> known = pipeline.columns();
    if (known != null) {
      fields.addAll(known);
    }
    rows.forEach(row -> fields.addAll(row.names()));
    return new Results(new ArrayList<>(fields), rows, scope.warnings());
  }
}
