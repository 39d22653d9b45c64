package dev.sightline.app;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Item;

/** The catalog's searches as {@code savedsearches.conf}. */
final class SavedSearches {
  /** Before each id, for ever: users' overrides hang on the name. */
  static final String PREFIX = "Sightline - ";

  private SavedSearches() {}

  static Conf of(Catalog catalog, SearchGroups groups) {
    Conf conf =
        new Conf(
            "The catalog's searches. Every scheduled one is disabled: enable what you want. Each is"
                + " here alone, and those that can share one search are also in a group: enable the"
                + " groups, and alone what is in none. A good start: the groups named starter, with"
                + " "
                + String.join(", ", groups.starterSet())
                + ".");
    for (Item item : catalog.items()) {
      String stanza = PREFIX + item.id();
      conf.set(stanza, "description", item.title() + ". " + item.description());
      conf.set(stanza, "search", item.spl());
      item.schedule()
          .ifPresent(schedule -> {
            schedule(conf, stanza, schedule);
            if (item.keepsRows()) {
              alert(conf, stanza, schedule, item.severity());
            }
          });
      if (item.schedule().isEmpty()) {
        conf.set(stanza, "enableSched", "0");
        conf.set(stanza, "dispatch.earliest_time", "-24h@h");
        conf.set(stanza, "dispatch.latest_time", "now");
      }
    }
    for (SearchGroup group : groups.groups()) {
      String stanza = PREFIX + group.name();
      conf.set(stanza, "description", group.description());
      conf.set(stanza, "search", group.spl());
      schedule(conf, stanza, group.schedule());
      alert(conf, stanza, group.schedule(), group.highestSeverity());
    }
    return conf;
  }

  private static void schedule(Conf conf, String stanza, Item.Schedule schedule) {
    conf.set(stanza, "disabled", "1");
    conf.set(stanza, "enableSched", "1");
    conf.set(stanza, "cron_schedule", schedule.cron());
    // Continuous: a run that was missed is made up for, and an event is searched once, whenever
    // it comes: the window is one of index time, and its end leaves a minute to be indexed.
    conf.set(stanza, "realtime_schedule", "0");
    conf.set(stanza, "schedule_window", "0");
    conf.set(stanza, "dispatch.earliest_time", "-" + schedule.reach() + "s");
    conf.set(stanza, "dispatch.latest_time", "now");
    conf.set(stanza, "dispatch.index_earliest", "-" + (schedule.window() + 60) + "s@m");
    conf.set(stanza, "dispatch.index_latest", "-60s@m");
  }

  private static void alert(
      Conf conf, String stanza, Item.Schedule schedule, Item.Severity severity) {
    conf.set(stanza, "counttype", "number of events");
    conf.set(stanza, "relation", "greater than");
    conf.set(stanza, "quantity", "0");
    conf.set(stanza, "alert.digest_mode", "0");
    conf.set(stanza, "alert.track", "1");
    conf.set(stanza, "alert.severity", alertSeverity(severity));
    conf.set(stanza, "alert.suppress", "1");
    conf.set(stanza, "alert.suppress.fields", String.join(",", schedule.throttleFields()));
    conf.set(stanza, "alert.suppress.period", schedule.throttlePeriod() + "s");
    conf.set(stanza, "action.summary_index", "1");
    conf.set(stanza, "action.summary_index._name", "summary");
  }

  /** Splunk counts from 1, debug, to 6, fatal. */
  private static String alertSeverity(Item.Severity severity) {
    return switch (severity) {
      case INFORMATIONAL -> "1";
      case LOW -> "2";
      case MEDIUM -> "3";
      case HIGH -> "4";
      case CRITICAL -> "5";
    };
  }
}
