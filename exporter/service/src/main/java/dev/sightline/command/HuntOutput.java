package dev.sightline.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.catalog.Item;
import dev.sightline.hunt.Cells;
import dev.sightline.hunt.Explanation;
import dev.sightline.hunt.ExplanationForms;
import dev.sightline.hunt.Hit;
import dev.sightline.hunt.HitForms;
import dev.sightline.hunt.Hunt;
import dev.sightline.hunt.Incident;
import dev.sightline.hunt.IncidentForms;
import dev.sightline.hunt.Node;
import dev.sightline.hunt.OutsideHunt;
import dev.sightline.hunt.OwnSearch;
import dev.sightline.hunt.Pivot;
import dev.sightline.hunt.PivotForms;
import dev.sightline.hunt.Tally;
import dev.sightline.object.Printable;
import dev.sightline.saved.SearchOutcome;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import org.jspecify.annotations.Nullable;

/** What the hunt says: results on standard output, what is missing from them on standard error. */
final class HuntOutput {
  /** Problems that are written out; the others are counted. */
  private static final int MOST_PROBLEMS = 20;

  private static final int WIDEST = 60;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final boolean csv;

  HuntOutput(PrintWriter out, PrintWriter err, boolean json, boolean csv) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.csv = csv;
  }

  /** Writes hits; the exit code. */
  int hits(Hunt.Result result, double seconds) {
    tell(result.tally());
    result
        .failures()
        .forEach(failure ->
            err.println("the search " + failure.item() + " did not run: " + failure.reason()));
    result.warnings().forEach(warning -> err.println(Printable.of(warning)));
    err.flush();
    if (csv) {
      HitForms.csv(result.hits()).forEach(out::println);
    } else if (!json) {
      table(result, seconds);
    }
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("records", result.tally().looked());
      line.put("seconds", Math.round(seconds * 1000) / 1000.0);
      ArrayNode incidents = line.putArray("incidents");
      result
          .incidents()
          .forEach(incident -> incidents.add(IncidentForms.json(incident, result.hits())));
      ArrayNode hits = line.putArray("hits");
      result.hits().forEach(hit -> hits.add(HitForms.json(hit)));
      gaps(line, result);
      counts(line, result.tally());
      line.put("note", Hunt.APPROXIMATION);
      out.println(line);
    }
    out.flush();
    boolean nothing = isNothing(result.tally());
    return code(result.tally(), nothing || !result.failures().isEmpty());
  }

  /** What was told beside the problems. */
  private static void counts(ObjectNode line, Tally tally) {
    line.put("partial", tally.partial());
    line.put("untimed", tally.untimed());
    ArrayNode notes = line.putArray("left_out");
    for (Tally.Problem note : tally.notes()) {
      notes.addObject().put("place", note.place()).put("reason", note.reason());
    }
  }

  private static void gaps(ObjectNode line, Hunt.Result result) {
    ArrayNode problems = line.putArray("problems");
    for (Tally.Problem problem : result.tally().problems()) {
      problems.addObject().put("place", problem.place()).put("reason", problem.reason());
    }
    for (Hunt.Failure failure : result.failures()) {
      problems.addObject().put("place", failure.item()).put("reason", failure.reason());
    }
  }

  private void table(Hunt.Result result, double seconds) {
    Set<Hit> told = new HashSet<>();
    for (Incident incident : result.incidents()) {
      IncidentForms.lines(incident).forEach(out::println);
      out.println();
      Terminal.table(HitForms.table(incident.hits())).forEach(row -> out.println("  " + row));
      out.println();
      told.addAll(incident.hits());
    }
    List<Hit> rest = result.hits().stream().filter(hit -> !told.contains(hit)).toList();
    if (!rest.isEmpty()) {
      if (!told.isEmpty()) {
        out.println("Hits of no incident:");
        out.println();
      }
      Terminal.table(HitForms.table(rest)).forEach(out::println);
      out.println();
    }
    StringJoiner counts = new StringJoiner(", ");
    for (Map.Entry<Item.Severity, Integer> entry : Hit.bySeverity(result.hits()).entrySet()) {
      counts.add(entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT));
    }
    out.printf(
        Locale.ROOT,
        "%d %s, %d hits%s of %d searches in %,d records of %,d files, %.1f s.%n",
        result.incidents().size(),
        result.incidents().size() == 1 ? "incident" : "incidents",
        result.hits().size(),
        counts.length() == 0 ? "" : " (" + counts + ")",
        result.searches(),
        result.tally().looked(),
        result.tally().files(),
        seconds);
    out.println(Hunt.APPROXIMATION);
  }

  /** Writes a walk; the exit code. */
  int walk(Node asked, Pivot.Result result, double seconds) {
    tell(result.tally());
    if (result.left() > 0) {
      err.println(result.left() + " events have links that were left out: there are too many.");
    }
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      line.put("records", result.tally().looked());
      line.put("seconds", Math.round(seconds * 1000) / 1000.0);
      line.set("pivot", PivotForms.json(result));
      out.println(line);
    } else if (result.start() == null) {
      out.printf(
          Locale.ROOT,
          "%s is in none of %,d records as %s.%n",
          Printable.of(asked.value()),
          result.tally().looked(),
          asked.type().name().toLowerCase(Locale.ROOT));
      near(result.near());
    } else {
      PivotForms.tree(result).forEach(out::println);
      out.println();
      out.printf(
          Locale.ROOT,
          "%d nodes in %,d records of %,d files, %.1f s.%n",
          result.steps().size(),
          result.tally().looked(),
          result.tally().files(),
          seconds);
    }
    out.flush();
    err.flush();
    boolean nothing = isNothing(result.tally());
    return code(result.tally(), nothing || result.left() > 0);
  }

  private void near(List<Node> names) {
    if (!names.isEmpty()) {
      out.println("There are:");
    }
    for (Node name : names) {
      out.println(
          "  --pivot "
              + name.type().name().toLowerCase(Locale.ROOT)
              + " "
              + Printable.of(name.value()));
    }
  }

  /** Writes what files are taken for; the exit code. */
  int explained(Explanation explanation) {
    if (json) {
      out.println(ExplanationForms.json(explanation));
    } else {
      ExplanationForms.lines(explanation).forEach(out::println);
    }
    out.flush();
    boolean understood = explanation.files().stream().allMatch(Explanation.OfFile::isUnderstood);
    long records = explanation.files().stream().mapToLong(Explanation.OfFile::records).sum();
    return understood && records > 0 ? ExitCode.DONE : ExitCode.GAPS;
  }

  /**
   * Writes the rows of a search; the exit code.
   *
   * @param ofFiles whether files were named for it to read
   */
  int rows(OwnSearch.Result result, boolean ofFiles) {
    tell(result.tally());
    result.results().warnings().forEach(warning -> err.println(Printable.of(warning)));
    List<String> fields = result.results().fields();
    List<Row> rows = result.results().rows();
    if (json) {
      ObjectNode line = JsonNodeFactory.instance.objectNode();
      fields.forEach(line.putArray("fields")::add);
      ArrayNode array = line.putArray("rows");
      rows.forEach(row -> array.add(json(fields, row)));
      out.println(line);
    } else if (csv) {
      out.println(String.join(",", fields.stream().map(Cells::csv).toList()));
      rows.forEach(row ->
          out.println(
              String.join(
                  ",",
                  fields.stream().map(field -> Cells.csv(joined(row, field, "\n"))).toList())));
    } else {
      List<List<String>> table = new ArrayList<>();
      table.add(fields.stream().map(Printable::of).toList());
      for (Row row : rows) {
        table.add(
            fields.stream()
                .map(field -> Cells.cut(Printable.of(joined(row, field, " ")), WIDEST))
                .toList());
      }
      Terminal.table(table).forEach(out::println);
      out.println();
      out.println(rows.size() + " rows. " + Hunt.APPROXIMATION);
    }
    out.flush();
    err.flush();
    boolean nothing = ofFiles && result.ofEvents() && isNothing(result.tally());
    return code(result.tally(), nothing);
  }

  /** Writes what searches of others did; the exit code. */
  int outside(OutsideHunt.Result result, List<String> missing, boolean traced) {
    tell(result.tally());
    missing.forEach(note -> err.println(Printable.of(note)));
    err.flush();
    OutsideOutput form = new OutsideOutput(out, traced);
    List<SearchOutcome> outcomes = result.outcomes();
    if (json) {
      ObjectNode line = form.json(outcomes, missing);
      line.put("records", result.tally().looked());
      out.println(line);
    } else {
      String over =
          String.format(
              Locale.ROOT,
              "%,d records of %,d files",
              result.tally().looked(),
              result.tally().files());
      form.table(outcomes, over);
    }
    out.flush();
    boolean refused = outcomes.stream().anyMatch(one -> one.refusal().isPresent());
    return code(result.tally(), refused || isNothing(result.tally()));
  }

  private static ObjectNode json(List<String> fields, Row row) {
    ObjectNode cells = JsonNodeFactory.instance.objectNode();
    for (String field : fields) {
      Value value = row.get(field);
      if (value != null && value.parts().size() == 1) {
        cells.put(field, value.parts().getFirst().text());
      } else if (value != null) {
        value.parts().forEach(part -> cells.withArrayProperty(field).add(part.text()));
      }
    }
    return cells;
  }

  private static String joined(Row row, String field, String separator) {
    Value value = row.get(field);
    return value == null
        ? ""
        : String.join(separator, value.parts().stream().map(Scalar::text).toList());
  }

  /** A search that is refused, with the place in it; the exit code. */
  int refused(SplException e, String spl) {
    if (json) {
      error(e.reason(), e.line(), e.column());
    } else {
      String[] lines = spl.split("\\R", -1);
      String line = e.line() <= lines.length ? lines[e.line() - 1] : "";
      err.println(Printable.of(e.getMessage()));
      err.println("  " + Printable.of(line));
      err.println("  " + " ".repeat(Math.max(0, e.column() - 1)) + "^");
      err.flush();
    }
    return ExitCode.USAGE;
  }

  /** An argument that is refused; the exit code. */
  int refused(String sentence) {
    if (json) {
      error(sentence, null, null);
    } else {
      err.println(sentence);
      err.flush();
    }
    return ExitCode.USAGE;
  }

  private void error(String message, @Nullable Integer line, @Nullable Integer column) {
    ObjectNode root = JsonNodeFactory.instance.objectNode();
    root.putObject("error").put("message", message).put("line", line).put("column", column);
    out.println(root);
    out.flush();
  }

  private void tell(Tally tally) {
    tally.problems().stream()
        .limit(MOST_PROBLEMS)
        .forEach(problem ->
            err.println(Printable.of(problem.place()) + ": " + Printable.of(problem.reason())));
    int more = tally.problems().size() - MOST_PROBLEMS;
    if (more > 0) {
      err.println("… and " + more + " problems more; --json has them all.");
    }
    notes(tally);
    err.flush();
  }

  /** What is no gap, and is told all the same. */
  private void notes(Tally tally) {
    tally.notes().stream()
        .limit(MOST_PROBLEMS)
        .forEach(
            note -> err.println(Printable.of(note.place()) + ": " + Printable.of(note.reason())));
    int more = tally.notes().size() - MOST_PROBLEMS;
    if (more > 0) {
      err.println("… and " + more + " files more that are left out; --json has them all.");
    }
    if (tally.partial() > 0) {
      err.println(
          tally.partial()
              + " records are partial: made of the columns of a table, marked sightline_partial."
              + " Searches that need more find nothing in them.");
    }
    if (tally.untimed() > 0) {
      err.println(
          tally.untimed() + " records have no eventTime: their time is what else they tell.");
    }
  }

  /** Tells where nothing at all was looked into: silence would look like a clean result. */
  private boolean isNothing(Tally tally) {
    if (tally.looked() > 0) {
      return false;
    }
    err.println(
        tally.records() == 0
            ? "There is not a single record in it: nothing was hunted."
            : String.format(
                Locale.ROOT,
                "None of its %,d records was looked into: see what --since, --until and --account"
                    + " leave, and what is said above.",
                tally.records()));
    err.flush();
    return true;
  }

  private static int code(Tally tally, boolean failures) {
    if (!tally.problems().isEmpty() && tally.files() == 0) {
      return ExitCode.FAILED;
    }
    return tally.problems().isEmpty() && !failures ? ExitCode.DONE : ExitCode.GAPS;
  }
}
