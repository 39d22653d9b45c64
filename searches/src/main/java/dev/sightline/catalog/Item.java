package dev.sightline.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * One search of the catalog, with all that an analyst needs beside it.
 *
 * @param id the name of its file, for ever: users' overrides hang on it
 * @param spl the search; {@code $name$} stands for a parameter
 * @param splLine the line of the file on which the search starts, from 1
 * @param parameters what an investigation is asked for: name and description
 * @param misses what the search does not see
 * @param athena a file under {@code athena/}, where the data may stay out of Splunk
 * @param variants why the item does otherwise than a variant expects by default
 * @param fixtures events of this item's own, by name, complete
 */
public record Item(
    String id,
    String uuid,
    String title,
    String description,
    Kind kind,
    Status status,
    Severity severity,
    Risk risk,
    String dataSource,
    List<String> eventNames,
    String spl,
    int splLine,
    Map<String, String> parameters,
    Optional<Schedule> schedule,
    List<String> techniques,
    List<String> falsePositives,
    List<String> misses,
    List<String> triage,
    List<String> references,
    List<String> lookups,
    Optional<String> athena,
    Map<String, ObjectNode> fixtures,
    List<ItemTest> tests,
    Map<Variant, String> variants,
    Path file) {

  /** What a search is for. */
  public enum Kind {
    /** Alerts: a hit is looked at. */
    DETECTION,
    /** Alerts on what differs from a baseline. */
    ANOMALY,
    /** Run by a hunter, or over a folder; too noisy to alert. */
    HUNT,
    /** Answers a question about one resource, identity or address. */
    INVESTIGATION,
    /** About the data itself: what arrives, and what the lookups remember of it. */
    HEALTH
  }

  /** Whether an item is ready. */
  public enum Status {
    PRODUCTION,
    EXPERIMENTAL
  }

  /** How urgent a hit is, before the account's environment has had its say. */
  public enum Severity {
    INFORMATIONAL,
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
  }

  /**
   * Risk of a hit.
   *
   * @param score 0 to 100
   * @param objectField the field of the hit that names what is at risk
   */
  public record Risk(int score, String objectField, String objectType) {}

  /**
   * When the search runs.
   *
   * @param window seconds of index time that a run covers
   * @param reach seconds of event time that a run covers, so that late events are found
   * @param throttleFields of the hit, for which it stays quiet after a hit
   * @param throttlePeriod seconds
   */
  public record Schedule(
      String cron, long window, long reach, List<String> throttleFields, long throttlePeriod) {}

  /** The folder of the catalog that it lies in. */
  public String area() {
    Path folder = file.getParent();
    return folder == null ? "" : String.valueOf(folder.getFileName()).replace("/", "");
  }

  /** Whether the rows of a scheduled run are kept, in the summary index: hits, and incidents. */
  public boolean keepsRows() {
    return switch (kind) {
      case DETECTION, ANOMALY, HUNT, INVESTIGATION -> schedule.isPresent();
      case HEALTH -> false;
    };
  }

  /** Tests of which variants are made: those in which a search that alerts fires on calls. */
  public List<ItemTest> forms() {
    return alerts() ? tests.stream().filter(ItemTest::fires).toList() : List.of();
  }

  /** Whether its hits are alerts. */
  public boolean alerts() {
    return kind == Kind.DETECTION || kind == Kind.ANOMALY;
  }

  /** Whether its hits have the one shape of a hit: the others answer with a table of their own. */
  public boolean givesHits() {
    return switch (kind) {
      case DETECTION, ANOMALY, HUNT -> true;
      case INVESTIGATION, HEALTH -> false;
    };
  }
}
