package dev.sightline.spl.pipeline;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.syntax.Place;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One run of a pipeline. Events are offered in passes: a search whose filter waits for a subsearch
 * over events needs one pass for the subsearch and one more for itself.
 */
public final class PipelineRun {
  private final Pipeline pipeline;
  private final RunScope scope;
  private final Place place;
  private final List<PipelineRun> prerequisites = new ArrayList<>();
  private final List<PipelineRun> feeds = new ArrayList<>();
  private final List<Row> rows = new ArrayList<>();
  private @Nullable Stage first;
  private RunScope.@Nullable Awaited awaited;
  private boolean fed;
  private boolean done;

  public PipelineRun(Pipeline pipeline, RunScope scope, Place place) {
    this.pipeline = pipeline;
    this.scope = scope;
    this.place = place;
    pipeline.prerequisites().forEach(p -> prerequisites.add(new PipelineRun(p, scope, place)));
    startWhenReady();
  }

  private void startWhenReady() {
    if (prerequisites.stream().allMatch(PipelineRun::isDone)) {
      pipeline.feeds().forEach(p -> feeds.add(new PipelineRun(p, scope, place)));
      first = pipeline.open(scope, new End());
      fed = !pipeline.readsEvents();
      finishWhenFed();
    }
  }

  private void finishWhenFed() {
    Stage stage = first;
    if (!done && fed && stage != null && feeds.stream().allMatch(PipelineRun::isDone)) {
      stage.finish();
      endUnlessAwaiting();
    }
  }

  /** A command may have begun searches of its own, which end in this pass or in a later one. */
  private void endUnlessAwaiting() {
    awaited = scope.awaited();
    while (awaited != null && awaited.isDone()) {
      awaited.then().run();
      awaited = scope.awaited();
    }
    if (awaited == null) {
      scope.keep(pipeline, rows);
      done = true;
    }
  }

  /** Whether no further pass is needed. */
  public boolean isDone() {
    return done;
  }

  /** Offers an event; every pass offers the same events. */
  public void offer(Event event) {
    Stage stage = first;
    if (awaited != null) {
      awaited.runs().stream().filter(run -> !run.done).forEach(run -> run.offer(event));
      return;
    }
    if (stage == null) {
      for (PipelineRun prerequisite : prerequisites) {
        if (!prerequisite.done) {
          prerequisite.offer(event);
        }
      }
      return;
    }
    for (PipelineRun feed : feeds) {
      if (!feed.done) {
        feed.offer(event);
      }
    }
    if (!fed) {
      stage.accept(scope.isTraced() ? Row.traced(event) : new Row(event));
    }
  }

  /** Ends a pass. */
  public void endPass() {
    if (done) {
      return;
    }
    if (awaited != null) {
      awaited.runs().forEach(PipelineRun::endPass);
      if (awaited.isDone()) {
        awaited.then().run();
        endUnlessAwaiting();
      }
      return;
    }
    if (first == null) {
      prerequisites.forEach(PipelineRun::endPass);
      startWhenReady();
      return;
    }
    fed = true;
    feeds.forEach(PipelineRun::endPass);
    finishWhenFed();
  }

  /** The rows, once the run is done. */
  public List<Row> rows() {
    if (!done) {
      throw new IllegalStateException("This run needs another pass over the events.");
    }
    return rows;
  }

  private final class End implements Stage {
    @Override
    public void accept(Row row) {
      scope.hold(row.weight(), place);
      rows.add(row);
    }

    @Override
    public void finish() {
      // All rows are there.
    }
  }
}
