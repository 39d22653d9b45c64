package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.completeness.Count;
import dev.sightline.completeness.Findings;
import dev.sightline.completeness.Problem;
import dev.sightline.completeness.SplunkComparison;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** What a verification found, as a table and as JSON. */
final class VerifyOutput {
  private static final int MOST_SHOWN = 100;

  private final Findings found;
  private final Repair.Result repaired;
  private final boolean splunk;
  private final int published;
  private final double seconds;
  private final List<Problem> problems;

  /**
   * @param published events that tell how whole the hours are
   */
  VerifyOutput(
      Findings found, Repair.Result repaired, boolean splunk, int published, double seconds) {
    this.found = found;
    this.repaired = repaired;
    this.splunk = splunk;
    this.published = published;
    this.seconds = seconds;
    List<Problem> all = new ArrayList<>(found.problems());
    if (repaired.isAll(found)) {
      // What they say of Splunk was so, and is no more.
      all.removeIf(problem -> SplunkComparison.isLack(problem.reason()));
    }
    all.addAll(repaired.problems());
    all.sort(Comparator.comparing(Problem::place).thenComparing(Problem::reason));
    this.problems = List.copyOf(all);
  }

  boolean isWhole() {
    return problems.isEmpty() && repaired.refused() == null;
  }

  void print(PrintStream out, boolean json) {
    Terminal.table(rows()).forEach(out::println);
    told(out, "problem", problems);
    told(out, "note", found.notes());
    if (repaired.refused() != null) {
      out.println(repaired.refused());
    } else if (repaired.delivered() > 0) {
      out.printf(
          Locale.ROOT,
          "repaired: %,d records sent, %,d objects are whole now%n",
          repaired.delivered(),
          repaired.whole());
    }
    if (published > 0) {
      out.printf(Locale.ROOT, "published: how whole %,d hours are%n", published);
    }
    out.printf(Locale.ROOT, "%s, %.1f s%n", verdict(), seconds);
    if (json) {
      out.println(json());
    }
  }

  private String verdict() {
    if (isWhole()) {
      return splunk
          ? "whole: S3 is as AWS wrote it, and Splunk has all of it"
          : "whole: S3 is as AWS wrote it";
    }
    long problemCount = found.problemCount() - found.problems().size() + problems.size();
    return "not whole: " + problemCount + (problemCount == 1 ? " problem" : " problems");
  }

  private static void told(PrintStream out, String kind, List<Problem> told) {
    told.stream()
        .limit(MOST_SHOWN)
        .forEach(problem -> out.println(kind + ": " + problem.place() + ": " + problem.reason()));
    if (told.size() > MOST_SHOWN) {
      out.println("… and " + (told.size() - MOST_SHOWN) + " more of these: --json lists them");
    }
  }

  private List<List<String>> rows() {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("S3 AGAINST AWS", "VALID", "INVALID"));
    rows.add(row("digests", Count.DIGESTS_VALID, Count.DIGESTS_INVALID));
    if (found.of(Count.BACKFILL_DIGESTS_VALID) + found.of(Count.BACKFILL_DIGESTS_INVALID) > 0) {
      rows.add(
          row("backfill digests", Count.BACKFILL_DIGESTS_VALID, Count.BACKFILL_DIGESTS_INVALID));
    }
    rows.add(row("log files", Count.LOG_FILES_VALID, Count.LOG_FILES_INVALID));
    rows.add(List.of("hours missing", "", number(Count.HOURS_MISSING)));
    if (splunk) {
      rows.add(List.of("SPLUNK AGAINST S3", "OBJECTS", "RECORDS"));
      rows.add(List.of("whole", number(Count.WHOLE), number(Count.RECORDS) + " in all"));
      rows.add(List.of("short", number(Count.SHORT), number(Count.MISSING) + " missing"));
      rows.add(List.of("unknown", number(Count.UNKNOWN), ""));
      rows.add(List.of("twice", number(Count.TWICE), number(Count.SURPLUS) + " too many"));
      if (found.of(Count.YOUNG) > 0) {
        rows.add(List.of("too young to tell", number(Count.YOUNG), ""));
      }
      if (found.of(Count.AGED) > 0) {
        rows.add(List.of("older than the index keeps", number(Count.AGED), ""));
      }
    }
    return rows;
  }

  private List<String> row(String name, Count valid, Count invalid) {
    return List.of(name, number(valid), number(invalid));
  }

  private String number(Count count) {
    return Long.toString(found.of(count));
  }

  private ObjectNode json() {
    ObjectNode line = new ObjectMapper().createObjectNode();
    line.putObject("digests")
        .put("valid", found.of(Count.DIGESTS_VALID))
        .put("invalid", found.of(Count.DIGESTS_INVALID));
    line.putObject("backfill_digests")
        .put("valid", found.of(Count.BACKFILL_DIGESTS_VALID))
        .put("invalid", found.of(Count.BACKFILL_DIGESTS_INVALID));
    line.putObject("log_files")
        .put("valid", found.of(Count.LOG_FILES_VALID))
        .put("invalid", found.of(Count.LOG_FILES_INVALID));
    line.putObject("hours").put("missing", found.of(Count.HOURS_MISSING));
    line.putObject("objects")
        .put("whole", found.of(Count.WHOLE))
        .put("short", found.of(Count.SHORT))
        .put("twice", found.of(Count.TWICE))
        .put("unknown", found.of(Count.UNKNOWN))
        .put("young", found.of(Count.YOUNG))
        .put("aged", found.of(Count.AGED));
    line.putObject("records")
        .put("counted", found.of(Count.RECORDS))
        .put("missing", found.of(Count.MISSING))
        .put("surplus", found.of(Count.SURPLUS));
    line.putObject("repaired")
        .put("objects", repaired.whole())
        .put("records", repaired.delivered());
    line.put("published", published);
    line.put("splunk", splunk).put("whole", isWhole());
    list(line.putArray("problems"), problems);
    list(line.putArray("notes"), found.notes());
    return line;
  }

  private static void list(ArrayNode to, List<Problem> told) {
    for (Problem problem : told) {
      to.addObject().put("place", problem.place()).put("reason", problem.reason());
    }
  }
}
