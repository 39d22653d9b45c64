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
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a verification found, as a table and as JSON. */
final class VerifyOutput {
  private static final int MOST_SHOWN = 100;

  /** Findings that are not there, which says nothing. */
  private static final Map<String, Count> UNTOLD =
      new TreeMap<>(
          Map.of(
              "archived, and not published", Count.FINDINGS_ARCHIVED,
              "older than the index keeps", Count.FINDINGS_AGED,
              "too young to tell", Count.FINDINGS_YOUNG));

  private final Findings found;
  private final boolean trail;
  private final @Nullable Findings guardDuty;
  private final Repair.Result repaired;
  private final boolean splunk;
  private final int published;
  private final double seconds;
  private final List<Problem> problems;

  /**
   * @param trail what was found of CloudTrail, or null where it was not asked for
   * @param guardDuty what was found of GuardDuty, likewise
   * @param published events that tell how whole the hours are
   */
  VerifyOutput(
      @Nullable Findings trail,
      @Nullable Findings guardDuty,
      Repair.Result repaired,
      boolean splunk,
      int published,
      double seconds) {
    this.trail = trail != null;
    this.found = trail == null ? new Findings() : trail;
    this.guardDuty = guardDuty;
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
    if (guardDuty != null) {
      all.addAll(guardDuty.problems());
    }
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
      return "whole: " + wholes();
    }
    long problemCount = found.problemCount() - found.problems().size() + problems.size();
    if (guardDuty != null) {
      problemCount += guardDuty.problemCount() - guardDuty.problems().size();
    }
    return "not whole: " + problemCount + (problemCount == 1 ? " problem" : " problems");
  }

  private String wholes() {
    if (!trail) {
      return "Splunk has every finding that GuardDuty has";
    }
    String s3 = "S3 is as AWS wrote it";
    if (!splunk) {
      return s3;
    }
    return s3
        + ", and Splunk has all of it"
        + (guardDuty == null ? "" : ", and every finding that GuardDuty has");
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
    if (trail) {
      trailRows(rows);
    }
    if (guardDuty != null) {
      findingRows(rows, guardDuty);
    }
    return rows;
  }

  private void trailRows(List<List<String>> rows) {
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
  }

  private static void findingRows(List<List<String>> rows, Findings findings) {
    rows.add(List.of("SPLUNK AGAINST GUARDDUTY", "FINDINGS", ""));
    rows.add(List.of("whole", Long.toString(findings.of(Count.FINDINGS_WHOLE)), ""));
    rows.add(List.of("missing", Long.toString(findings.of(Count.FINDINGS_MISSING)), ""));
    rows.add(List.of("twice", Long.toString(findings.of(Count.FINDINGS_TWICE)), ""));
    UNTOLD.forEach((name, count) -> {
      if (findings.of(count) > 0) {
        rows.add(List.of(name, Long.toString(findings.of(count)), ""));
      }
    });
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
    if (guardDuty != null) {
      line.putObject("findings")
          .put("whole", guardDuty.of(Count.FINDINGS_WHOLE))
          .put("missing", guardDuty.of(Count.FINDINGS_MISSING))
          .put("twice", guardDuty.of(Count.FINDINGS_TWICE))
          .put("young", guardDuty.of(Count.FINDINGS_YOUNG))
          .put("aged", guardDuty.of(Count.FINDINGS_AGED))
          .put("archived", guardDuty.of(Count.FINDINGS_ARCHIVED));
    }
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
