package dev.sightline.app;

import dev.sightline.catalog.Catalog;
import dev.sightline.catalog.Cron;
import dev.sightline.catalog.Item;
import dev.sightline.spl.command.PipelineCompiler;
import dev.sightline.spl.command.SearchCommand;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.syntax.CommandText;
import dev.sightline.spl.syntax.MacroExpansion;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.value.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The scheduled searches as they are best enabled: what tells a hit from one rare call shares one
 * search with others that run as often, cover as much and stay quiet as long; what does not runs
 * alone.
 *
 * @param alone why an item runs alone, by its id
 * @param starterSet ids of the items to enable first, which have groups of their own
 */
record SearchGroups(List<SearchGroup> groups, Map<String, String> alone, Set<String> starterSet) {
  /** Of the name of each group's search, after the prefix. */
  static final String GROUP = "group ";

  /** Where a group would be larger, it is divided: a person has to be able to read it. */
  private static final int LARGEST = 20;

  private static final long USUAL_REACH = 24 * 3600;

  /** Commands whose outcome for an event does not depend on any other. */
  private static final Set<String> ONE_BY_ONE =
      Set.of(
          "search",
          "where",
          "eval",
          "rex",
          "regex",
          "spath",
          "mvexpand",
          "makemv",
          "lookup",
          "iplocation",
          "fields",
          "rename",
          "fillnull",
          "convert");

  /**
   * Divides the scheduled items.
   *
   * @param starterSet ids of those to enable first
   * @param busyCalls names, also with a {@code *}, of calls that come by the thousand
   */
  static SearchGroups of(Catalog catalog, Set<String> starterSet, List<String> busyCalls) {
    Map<String, List<Item>> grouped = new TreeMap<>();
    Map<String, String> alone = new LinkedHashMap<>();
    for (Item item : catalog.items()) {
      if (item.schedule().isPresent()) {
        Optional<String> reason = whyAlone(item, catalog, busyCalls);
        if (reason.isPresent()) {
          alone.put(item.id(), reason.get());
        } else {
          grouped
              .computeIfAbsent(
                  name(item, item.schedule().get(), starterSet), _ -> new ArrayList<>())
              .add(item);
        }
      }
    }
    List<SearchGroup> groups = new ArrayList<>();
    grouped.forEach((name, items) -> divide(name, items, groups));
    return new SearchGroups(List.copyOf(groups), alone, starterSet);
  }

  private static void divide(String name, List<Item> items, List<SearchGroup> groups) {
    for (int from = 0; from < items.size(); from += LARGEST) {
      String part = from == 0 ? "" : " part " + (from / LARGEST + 1);
      groups.add(
          new SearchGroup(
              name + part,
              List.copyOf(items.subList(from, Math.min(from + LARGEST, items.size())))));
    }
  }

  /** All in which the items of a group agree. */
  private static String name(Item item, Item.Schedule schedule, Set<String> starterSet) {
    long gap = Cron.shortestGap(schedule.cron()) * 60L;
    return GROUP
        + (starterSet.contains(item.id()) ? "starter " : "")
        + (SearchGroup.Parts.of(item).people() ? "without automation every " : "every ")
        + span(gap)
        + (schedule.window() == gap ? "" : " over " + span(schedule.window()))
        + (schedule.reach() == USUAL_REACH ? "" : " of " + span(schedule.reach()))
        + " quiet "
        + span(schedule.throttlePeriod());
  }

  private static String span(long seconds) {
    return seconds % 86400 == 0
        ? seconds / 86400 + "d"
        : seconds % 3600 == 0 ? seconds / 3600 + "h" : seconds / 60 + "m";
  }

  private static Optional<String> whyAlone(Item item, Catalog catalog, List<String> busyCalls) {
    if (!item.givesHits()) {
      return Optional.of("keeps a table, or watches over what arrives");
    }
    if (!item.spl().startsWith(SearchGroup.SOURCE) || item.spl().contains("```")) {
      return Optional.of("does not begin with CloudTrail");
    }
    SourceText text =
        new MacroExpansion(catalog.macros())
            .expand(SearchGroup.Parts.of(item).withoutEnding(item.id()));
    for (CommandText command : CommandText.split(text, 0, text.length())) {
      if (!ONE_BY_ONE.contains(command.name())) {
        return Optional.of("holds events against each other: " + command.name());
      }
    }
    Pipeline pipeline = compiled(text, catalog);
    if (!pipeline.subsearches().isEmpty()) {
      return Optional.of("asks a search inside it");
    }
    if (!(pipeline.commands().getFirst() instanceof SearchCommand search)
        || !search.filter().demands("eventName")) {
      return Optional.of("names no call");
    }
    return item.eventNames().stream()
        .filter(
            name -> busyCalls.stream().anyMatch(busy -> new Wildcard(busy, false).matches(name)))
        .findFirst()
        .map(name -> "reads " + name + ", which comes by the thousand");
  }

  private static Pipeline compiled(SourceText text, Catalog catalog) {
    Lookups lookups =
        new Lookups(
            catalog.lookups().stream()
                .map(definition -> new LookupTable(definition, List.of()))
                .toList());
    return PipelineCompiler.compile(text, lookups, () -> 0, Double.NaN, Double.NaN);
  }

  /** The group that runs an item. */
  Optional<SearchGroup> of(String id) {
    return groups.stream()
        .filter(group -> group.items().stream().anyMatch(item -> item.id().equals(id)))
        .findFirst();
  }

  /** What each search reads, and why others run alone: lines to print. */
  List<String> table() {
    List<String> lines = new ArrayList<>();
    groups.forEach(group -> lines.add(SavedSearches.PREFIX + group.name() + ": " + group.reads()));
    Map<String, List<String>> byReason = new TreeMap<>();
    alone.forEach((id, reason) -> byReason.computeIfAbsent(reason, _ -> new ArrayList<>()).add(id));
    byReason.forEach(
        (reason, ids) -> lines.add("alone (" + reason + "): " + String.join(" ", ids)));
    return lines;
  }
}
