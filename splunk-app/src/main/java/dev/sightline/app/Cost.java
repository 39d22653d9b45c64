package dev.sightline.app;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Cron;
import dev.sightline.catalog.Item;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the schedules cost: searches an hour, by how often they run. */
final class Cost {
  private static final double HOURS_OF_WEEK = 168;

  /** The ways to enable searches, in the order of the columns. */
  enum Way {
    EACH_ALONE("each alone"),
    AS_SET_UP("as set up"),
    STARTER_SET("starter set");

    private final String words;

    Way(String words) {
      this.words = words;
    }
  }

  private Cost() {}

  /** The crons of what is enabled. */
  static List<String> crons(Way way, Catalog catalog, SearchGroups groups) {
    Set<String> starterSet = groups.starterSet();
    List<String> crons = new ArrayList<>();
    for (Item item : catalog.items()) {
      boolean wanted =
          switch (way) {
            case EACH_ALONE -> true;
            case AS_SET_UP -> groups.alone().containsKey(item.id());
            case STARTER_SET ->
                groups.alone().containsKey(item.id()) && starterSet.contains(item.id());
          };
      if (wanted) {
        item.schedule().ifPresent(schedule -> crons.add(schedule.cron()));
      }
    }
    for (SearchGroup group : groups.groups()) {
      boolean starts = starterSet.contains(group.items().getFirst().id());
      if (way == Way.AS_SET_UP || (way == Way.STARTER_SET && starts)) {
        crons.add(group.schedule().cron());
      }
    }
    return crons;
  }

  /** How many searches an hour these are. */
  static double anHour(List<String> crons) {
    return crons.stream().mapToDouble(cron -> Cron.runs(cron).cardinality() / HOURS_OF_WEEK).sum();
  }

  /** Lines of a table: every search alone, the set-up that is documented, and its start. */
  static List<String> table(Catalog catalog, SearchGroups groups) {
    Map<Integer, Map<Way, Integer>> byGap = new TreeMap<>();
    StringBuilder heading = new StringBuilder(String.format(Locale.ROOT, "%-22s", "runs"));
    StringBuilder last = new StringBuilder(String.format(Locale.ROOT, "%-22s", "searches an hour"));
    for (Way way : Way.values()) {
      List<String> crons = crons(way, catalog, groups);
      crons.forEach(cron ->
          byGap
              .computeIfAbsent(Cron.shortestGap(cron), _ -> new EnumMap<>(Way.class))
              .merge(way, 1, Integer::sum));
      heading.append(String.format(Locale.ROOT, " %12s", way.words));
      last.append(String.format(Locale.ROOT, " %12.1f", anHour(crons)));
    }
    List<String> lines = new ArrayList<>(List.of(heading.toString()));
    byGap.forEach((minutes, counts) -> {
      StringBuilder line =
          new StringBuilder(String.format(Locale.ROOT, "%-22s", "every " + minutes + " minutes"));
      for (Way way : Way.values()) {
        line.append(String.format(Locale.ROOT, " %12d", counts.getOrDefault(way, 0)));
      }
      lines.add(line.toString());
    });
    lines.add(last.toString());
    return lines;
  }
}
