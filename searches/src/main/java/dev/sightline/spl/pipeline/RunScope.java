package dev.sightline.spl.pipeline;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.lookup.GeoDatabase;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SplException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleSupplier;
import org.jspecify.annotations.Nullable;

/** What the stages of one run share. */
public final class RunScope {
  private final Lookups lookups;
  private final GeoDatabase geo;
  private final DoubleSupplier now;
  private final Limits limits;
  private final boolean newestFirst;
  private final Map<Pipeline, List<Row>> results = new HashMap<>();
  private final List<String> warnings = new ArrayList<>();
  private @Nullable Awaited awaited;
  private @Nullable Pipeline traced;
  private @Nullable Trace trace;
  private long held;

  /**
   * @param newestFirst whether events arrive in any order, and are to be taken newest first where
   *     the order matters
   */
  public RunScope(
      Lookups lookups, GeoDatabase geo, DoubleSupplier now, Limits limits, boolean newestFirst) {
    this.lookups = lookups;
    this.geo = geo;
    this.now = now;
    this.limits = limits;
    this.newestFirst = newestFirst;
  }

  public Lookups lookups() {
    return lookups;
  }

  public GeoDatabase geo() {
    return geo;
  }

  public double now() {
    return now.getAsDouble();
  }

  public Limits limits() {
    return limits;
  }

  boolean newestFirst() {
    return newestFirst;
  }

  /** Has the rows between the commands of one pipeline counted. */
  public void trace(Pipeline pipeline, Trace into) {
    traced = pipeline;
    trace = into;
  }

  boolean isTraced() {
    return trace != null;
  }

  @Nullable Trace trace(Pipeline pipeline) {
    return pipeline == traced ? trace : null;
  }

  /** Counts what a stage holds from now on, and refuses what is too much. */
  public void hold(long bytes, Place place) {
    held += bytes;
    if (held > limits.heldBytes()) {
      throw place.error(
          "This search holds more than "
              + limits.heldBytes() / 1_000_000
              + " MB of rows here: filter or group them before.");
    }
  }

  /** What a stage no longer holds. */
  public void release(long bytes) {
    held -= bytes;
  }

  /** Bytes, roughly, that the run holds now. */
  public long held() {
    return held;
  }

  /** Refuses to go on with what it holds, since others hold much as well. */
  public SplException tooMuch(long together, Place place) {
    return place.error(
        "This search holds "
            + held / 1_000_000
            + " MB of rows, the most of all that ran beside it, and together they hold "
            + together / 1_000_000
            + " MB: run fewer at once, over less, or with more memory (-Xmx).");
  }

  public void warn(String warning) {
    if (!warnings.contains(warning)) {
      warnings.add(warning);
    }
  }

  /** What was cut short, each once. */
  public List<String> warnings() {
    return List.copyOf(warnings);
  }

  /**
   * Holds the pipeline that is finishing back until other runs are done, which may need passes of
   * their own; {@code then} passes on what they found and finishes what follows.
   */
  public void await(List<PipelineRun> runs, Runnable then) {
    awaited = new Awaited(List.copyOf(runs), then);
  }

  /** What the stage that was just finished waits for; null where it is done. */
  @Nullable Awaited awaited() {
    Awaited waiting = awaited;
    awaited = null;
    return waiting;
  }

  /** Runs that a pipeline waits for, and what comes then. */
  record Awaited(List<PipelineRun> runs, Runnable then) {
    boolean isDone() {
      return runs.stream().allMatch(PipelineRun::isDone);
    }
  }

  void keep(Pipeline subsearch, List<Row> rows) {
    results.put(subsearch, rows);
  }

  /** The rows of a subsearch that has run, at most {@code limit}. */
  public List<Row> results(Pipeline subsearch, int limit) {
    List<Row> rows = results.getOrDefault(subsearch, List.of());
    if (limit > 0 && rows.size() > limit) {
      warn("A subsearch made " + rows.size() + " rows; the first " + limit + " were used.");
      return rows.subList(0, limit);
    }
    return rows;
  }
}
