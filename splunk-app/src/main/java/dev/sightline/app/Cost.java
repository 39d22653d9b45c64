package dev.sightline.app;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Cron;
import dev.sightline.catalog.Item;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What the schedules cost: searches an hour, by how often they run. */
final class Cost {
  private static final double HOURS_OF_WEEK = 168;

  private Cost() {}

  /** Lines of a table: the whole catalog, and the starter set alone. */
  static List<String> table(Catalog catalog, Set<String> starterSet) {
    Map<Integer, int[]> byGap = new TreeMap<>();
    double all = 0;
    double starter = 0;
    for (Item item : catalog.items()) {
      if (item.schedule().isEmpty()) {
        continue;
      }
      String cron = item.schedule().get().cron();
      double anHour = Cron.runs(cron).cardinality() / HOURS_OF_WEEK;
      int[] counts = byGap.computeIfAbsent(Cron.shortestGap(cron), _ -> new int[2]);
      counts[0]++;
      all += anHour;
      if (starterSet.contains(item.id())) {
        counts[1]++;
        starter += anHour;
      }
    }
    List<String> lines = new ArrayList<>();
    lines.add(String.format(Locale.ROOT, "%-22s %9s %12s", "runs", "searches", "starter set"));
    byGap.forEach((minutes, counts) ->
        lines.add(
            String.format(
                Locale.ROOT,
                "%-22s %9d %12d",
                "every " + minutes + " minutes",
                counts[0],
                counts[1])));
    lines.add(String.format(Locale.ROOT, "%-22s %9.1f %12.1f", "searches an hour", all, starter));
    return lines;
  }
}
