package dev.sightline.demo;

import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.function.Function;

/** What the reader is told at the end. */
final class Report {
  private final Demo.Result result;
  private final double seconds;

  /**
   * @param seconds from the command's beginning to the last acknowledgment
   */
  Report(Demo.Result result, double seconds) {
    this.result = result;
    this.seconds = seconds;
  }

  /** One line of JSON for a script. */
  String json() {
    Comparison comparison = result.comparison();
    return Json.object(
            "objects",
            result.objects(),
            "records",
            comparison.records(),
            "delivered",
            comparison.arrived().size(),
            "lost",
            comparison.missing().size(),
            "duplicates",
            comparison.duplicates(),
            "seconds",
            Math.round(seconds * 10) / 10.0)
        .toString();
  }

  /** Tables of what went in and what arrived. */
  String tables() {
    Table accounts = new Table("account", "put in", "arrived", "lost");
    rows(
        accounts,
        Account.values(),
        StoryRecord::account,
        account -> account.id() + "  " + account.label());
    accounts.add(
        "all of them",
        result.comparison().records(),
        result.comparison().arrived().size(),
        result.comparison().missing().size());
    Table chapters = new Table("chapter of the story", "put in", "arrived", "lost");
    rows(chapters, Chapter.values(), StoryRecord::chapter, Chapter::title);
    return accounts + "\n" + chapters + "\n" + announcements();
  }

  /** What happened, in words. */
  String verdict() {
    Comparison comparison = result.comparison();
    if (comparison.isExactlyOnce()) {
      return String.format(
          Locale.ROOT,
          "You have seen %,d CloudTrail records in %,d objects travel from S3 by way of SQS and the"
              + " exporter%ninto an HTTP Event Collector in %.1f s: each arrived exactly once, byte"
              + " for byte.",
          comparison.records(),
          result.objects(),
          seconds);
    }
    StringJoiner faults = new StringJoiner(", ", "The demo failed: ", ".");
    faults.add(comparison.missing().size() + " records are lost or changed");
    faults.add(comparison.duplicates() + " arrived again");
    faults.add(comparison.unexpected() + " were never put in");
    if (result.dead() > 0) {
      faults.add(result.dead() + " messages are in the dead-letter queue");
    }
    if (result.trouble() != null) {
      faults.add("the exporter says: " + result.trouble());
    }
    return faults.toString();
  }

  private <K extends Comparable<K>> void rows(
      Table table, K[] keys, Function<StoryRecord, K> key, Function<K, String> label) {
    Map<K, Long> arrived = result.comparison().arrivedBy(key);
    Map<K, Long> missing = result.comparison().missingBy(key);
    for (K each : keys) {
      long there = arrived.getOrDefault(each, 0L);
      long lost = missing.getOrDefault(each, 0L);
      table.add(label.apply(each), there + lost, there, lost);
    }
  }

  private Table announcements() {
    Table forms = new Table("form of the notification", "messages");
    for (NotificationForm form : NotificationForm.values()) {
      forms.add(form.title(), result.announced().getOrDefault(form, 0));
    }
    return forms;
  }
}
