package dev.sightline.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.hunt.Cells;
import dev.sightline.hunt.Hunt;
import dev.sightline.object.Printable;
import dev.sightline.saved.Refusal;
import dev.sightline.saved.SearchOutcome;
import dev.sightline.saved.SearchTrace;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What searches of others did: a table with the refused ones below it, or JSON. */
final class OutsideOutput {
  private static final int WIDEST = 60;
  private static final int MOST_SHOWN = 3;

  private final PrintWriter out;
  private final boolean traced;

  /** {@code traced}: whether the rows after each command are shown. */
  OutsideOutput(PrintWriter out, boolean traced) {
    this.out = out;
    this.traced = traced;
  }

  /** Writes a table; {@code over} is what they ran over, such as {@code 12 records}. */
  void table(List<SearchOutcome> outcomes, String over) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("SEARCH", "OUTCOME", "ROWS", "SECONDS", "FIRES ON"));
    for (SearchOutcome outcome : outcomes) {
      rows.add(
          List.of(
              Cells.cut(Printable.of(outcome.search().name()), WIDEST),
              word(outcome),
              String.valueOf(outcome.results().rows().size()),
              String.format(Locale.ROOT, "%.3f", outcome.seconds()),
              events(outcome)));
    }
    Terminal.table(rows).forEach(out::println);
    out.println();
    for (SearchOutcome outcome : outcomes) {
      outcome.refusal().ifPresent(refusal -> refusal(outcome, refusal));
    }
    if (traced) {
      outcomes.forEach(this::trace);
    }
    out.printf(
        Locale.ROOT,
        "%d searches over %s: %d fire, %d are quiet, %d were refused.%n",
        outcomes.size(),
        over,
        count(outcomes, SearchOutcome.State.FIRES),
        count(outcomes, SearchOutcome.State.QUIET),
        count(outcomes, SearchOutcome.State.REFUSED));
    out.println(Hunt.APPROXIMATION);
  }

  private static String events(SearchOutcome outcome) {
    List<String> all = outcome.events();
    String shown = String.join(", ", all.subList(0, Math.min(MOST_SHOWN, all.size())));
    String cut = Cells.cut(Printable.of(shown), WIDEST);
    return all.size() > MOST_SHOWN ? cut + " and more" : cut;
  }

  private void refusal(SearchOutcome outcome, Refusal refusal) {
    out.printf(
        Locale.ROOT,
        "%s (%s:%d) was refused at '%s': %s (line %d, column %d)%n",
        Printable.of(outcome.search().name()),
        outcome.search().file(),
        outcome.search().line(),
        Printable.of(refusal.command()),
        Printable.of(refusal.reason()),
        refusal.line(),
        refusal.column());
    int from = Math.max(0, refusal.column() - 1 - WIDEST);
    int to = Math.min(refusal.text().length(), refusal.column() - 1 + WIDEST);
    out.println("  " + Printable.of(refusal.text().substring(Math.min(from, to), to)));
    out.println("  " + " ".repeat(Math.max(0, refusal.column() - 1 - from)) + "^");
    out.println();
  }

  private void trace(SearchOutcome outcome) {
    outcome
        .trace()
        .ifPresent(trace -> {
          out.println(Printable.of(outcome.search().name()) + ":");
          lines(trace).forEach(line -> out.println("  " + line));
          out.println();
        });
  }

  /** How far events came, a line each command. */
  static List<String> lines(SearchTrace trace) {
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%,10d read", trace.read()));
    for (SearchTrace.Step step : trace.steps()) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%,10d after %d. %s",
              step.rows(),
              step.number(),
              Cells.cut(Printable.of(step.command()), 2 * WIDEST)));
    }
    for (SearchTrace.Dropped dropped : trace.dropped()) {
      lines.add(Printable.of(dropped.event()) + " was dropped by " + named(dropped.step()) + ".");
    }
    trace.ended().ifPresent(step -> lines.add("Nothing was left after " + named(step) + "."));
    return lines;
  }

  private static String named(SearchTrace.Step step) {
    return "command " + step.number() + ", " + Cells.cut(Printable.of(step.command()), WIDEST);
  }

  private static String word(SearchOutcome outcome) {
    return outcome.state().name().toLowerCase(Locale.ROOT);
  }

  private static long count(List<SearchOutcome> outcomes, SearchOutcome.State state) {
    return outcomes.stream().filter(outcome -> outcome.state() == state).count();
  }

  /** The same as one object. */
  ObjectNode json(List<SearchOutcome> outcomes, List<String> notes) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    ArrayNode searches = root.putArray("searches");
    outcomes.forEach(outcome -> searches.add(json(outcome)));
    ObjectNode counts = root.putObject("counts");
    for (SearchOutcome.State state : SearchOutcome.State.values()) {
      counts.put(state.name().toLowerCase(Locale.ROOT), count(outcomes, state));
    }
    notes.forEach(root.putArray("notes")::add);
    root.put("note", Hunt.APPROXIMATION);
    return root;
  }

  private ObjectNode json(SearchOutcome outcome) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("name", outcome.search().name());
    line.put("file", outcome.search().file().toString());
    line.put("line", outcome.search().line());
    line.put("outcome", word(outcome));
    line.put("rows", outcome.results().rows().size());
    line.put("seconds", Math.round(outcome.seconds() * 1e6) / 1e6);
    outcome.events().forEach(line.putArray("events")::add);
    outcome
        .refusal()
        .ifPresent(refusal ->
            line.putObject("refusal")
                .put("command", refusal.command())
                .put("reason", refusal.reason())
                .put("line", refusal.line())
                .put("column", refusal.column()));
    if (traced) {
      outcome.trace().ifPresent(trace -> line.set("trace", json(trace)));
    }
    return line;
  }

  static ObjectNode json(SearchTrace trace) {
    ObjectNode json = JsonNodeFactory.instance.objectNode();
    json.put("read", trace.read());
    ArrayNode steps = json.putArray("steps");
    for (SearchTrace.Step step : trace.steps()) {
      steps.addObject().put("command", step.command()).put("rows", step.rows());
    }
    ArrayNode dropped = json.putArray("dropped");
    for (SearchTrace.Dropped one : trace.dropped()) {
      dropped
          .addObject()
          .put("event", one.event())
          .put("by", one.step().number())
          .put("command", one.step().command());
    }
    trace.ended().ifPresent(step -> json.put("nothing_left_after", step.number()));
    return json;
  }
}
