package dev.sightline.app;

import dev.sightline.catalog.Item;
import dev.sightline.spl.syntax.SourceText;
import java.util.Comparator;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * One scheduled search for many of the catalog's: their events are read once, and each search then
 * takes its own from them, as it would alone, with its own words and its own macros.
 *
 * @param name of the saved search, after the prefix; it is never given to another
 * @param items which run as often, cover as much and stay quiet as long, and are alike in whether
 *     they leave automation out
 */
record SearchGroup(String name, List<Item> items) {
  /** Where all of a group's events come from. */
  static final String SOURCE = "`sightline_cloudtrail`";

  /** What a hit of a group stays quiet for after a hit, beside its search's id. */
  static final String THROTTLE_KEY = "throttle_key";

  /** Said once for a whole group where all of its searches say it. */
  private static final String NO_AUTOMATION = "NOT `sightline_automation`";

  /**
   * A search in parts.
   *
   * @param people whether it leaves out what automation does, whatever else it asks
   * @param filter what else it asks of an event
   * @param rest what it does with those that remain
   */
  record Parts(boolean people, String filter, String rest) {
    static Parts of(Item item) {
      SourceText text = SourceText.of(item.spl());
      int pipe = 0;
      int depth = 0;
      int automation = -1;
      while (pipe < text.length() && text.at(pipe) != '|') {
        if (depth == 0 && automation < 0 && item.spl().startsWith(NO_AUTOMATION, pipe)) {
          automation = pipe;
        }
        switch (text.at(pipe)) {
          case '(' -> depth++;
          case ')' -> depth--;
          default -> {}
        }
        pipe =
            switch (text.at(pipe)) {
              case '"' -> text.endOfQuote(pipe, text.length());
              case '[' -> text.closing(pipe, text.length(), '[', ']') + 1;
              default -> pipe + 1;
            };
      }
      String filter =
          automation < 0
              ? item.spl().substring(SOURCE.length(), pipe)
              : item.spl().substring(SOURCE.length(), automation).stripTrailing()
                  + item.spl().substring(automation + NO_AUTOMATION.length(), pipe);
      return new Parts(automation >= 0, filter.strip(), item.spl().substring(pipe).strip());
    }

    /** Without the macros that shape a hit, which are alike in all of them. */
    String withoutEnding(String id) {
      return filter
          + "\n"
          + rest.replace("| `sightline_" + id + "_normalise`", "")
              .replace("| `sightline_" + id + "_filter`", "");
    }
  }

  /**
   * The search. A table stands before the branches because Splunk's appendpipe wants all rows to be
   * there, and a table is only made when they are. Automation is asked about before, where a
   * subsearch may stand.
   */
  String spl() {
    boolean people = Parts.of(items.getFirst()).people();
    String filters =
        items.stream()
            .map(item -> "(" + Parts.of(item).filter() + ")")
            .collect(Collectors.joining("\n  OR "));
    return SOURCE
        + (people ? " " + NO_AUTOMATION : "")
        + "\n  ("
        + filters
        + ")\n| table _time, _raw, *\n"
        + items.stream().map(SearchGroup::branch).collect(Collectors.joining())
        + "| where isnotnull(detection_id)\n"
        + "| lookup sightline_left_out detection_id OUTPUT detection_id AS left_out\n"
        + "| where isnull(left_out)\n"
        + "| fields - _time, _raw, left_out";
  }

  private static String branch(Item item) {
    Parts parts = Parts.of(item);
    return "| appendpipe\n  [ search "
        + parts.filter()
        + "\n"
        + parts.rest()
        + "\n| eval "
        + THROTTLE_KEY
        + "=mvjoin(mvappend("
        + String.join(", ", schedule(item).throttleFields())
        + "), \" \") ]\n";
  }

  /** When it runs, and for how long it stays quiet: as its first search says, and all others. */
  Item.Schedule schedule() {
    Item.Schedule first = schedule(items.getFirst());
    return new Item.Schedule(
        first.cron(),
        first.window(),
        first.reach(),
        List.of("detection_id", THROTTLE_KEY),
        first.throttlePeriod());
  }

  /** For Splunk's list of triggered alerts; each hit has its own. */
  Item.Severity highestSeverity() {
    return items.stream().map(Item::severity).max(Comparator.naturalOrder()).orElseThrow();
  }

  String description() {
    return "These searches in one, each with its own filter: "
        + items.stream().map(Item::id).collect(Collectors.joining(", "))
        + ".";
  }

  /** What it reads, in a line. */
  String reads() {
    TreeSet<String> names = new TreeSet<>();
    items.forEach(item -> names.addAll(item.eventNames()));
    return items.size()
        + (items.size() == 1 ? " search" : " searches")
        + ", one reading of "
        + names.size()
        + (names.size() == 1 ? " call: " : " calls: ")
        + String.join(" ", names);
  }

  private static Item.Schedule schedule(Item item) {
    return item.schedule().orElseThrow();
  }
}
