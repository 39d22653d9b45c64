package dev.sightline.catalog;

import dev.sightline.lookups.KnownCalls;
import dev.sightline.spl.lookup.LookupTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The catalog as pages to read: one an area, and an index by area, tactic, technique and class. */
public final class CatalogPages {
  private static final String MADE =
      "<!-- Made by './sightline catalog --pages docs/catalog': do not edit. -->\n\n";

  private static final Optional<LookupTable> CALLS =
      Optional.ofNullable(Catalog.shippedTables().get("sightline_sensitive_calls"));

  private final Catalog catalog;
  private final Map<String, List<Item>> areas = new TreeMap<>();

  private CatalogPages(Catalog catalog) {
    this.catalog = catalog;
    for (Item item : catalog.items()) {
      areas.computeIfAbsent(item.area(), _ -> new ArrayList<>()).add(item);
    }
  }

  /** The pages, by the name of their file. */
  public static Map<String, String> of(Catalog catalog) {
    CatalogPages pages = new CatalogPages(catalog);
    Map<String, String> files = new LinkedHashMap<>();
    files.put("README.md", pages.index());
    pages.areas.forEach((area, items) -> files.put(area + ".md", page(area, items)));
    return files;
  }

  /**
   * Writes the pages into a folder, and takes away those of areas that are no more.
   *
   * @return how many files were written
   * @throws IOException where the folder cannot be written
   */
  public static int write(Catalog catalog, Path folder) throws IOException {
    Map<String, String> pages = of(catalog);
    Files.createDirectories(folder);
    try (Stream<Path> present = Files.list(folder)) {
      for (Path file : present.filter(CatalogPages::isOurs).toList()) {
        Files.delete(file);
      }
    }
    for (Map.Entry<String, String> page : pages.entrySet()) {
      Files.writeString(folder.resolve(page.getKey()), page.getValue());
    }
    return pages.size();
  }

  private static boolean isOurs(Path file) {
    try {
      return file.toString().endsWith(".md") && Files.readString(file).startsWith(MADE);
    } catch (IOException e) {
      return false;
    }
  }

  private String index() {
    StringBuilder out = new StringBuilder(MADE).append("# The searches of the catalog\n\n");
    out.append(catalog.items().size())
        .append(" searches. Each is in a file of its own under [`searches/catalog`]")
        .append("(../../searches/catalog), with its tests.\n\n")
        .append(
            "| area | searches | detections and anomalies | hunts | investigations | health |\n")
        .append("|---|---|---|---|---|---|\n");
    areas.forEach((area, items) ->
        out.append(
            "| [%s](%s.md) | %d | %d | %d | %d | %d |%n"
                .formatted(
                    words(area),
                    area,
                    items.size(),
                    items.stream().filter(Item::alerts).count(),
                    count(items, Item.Kind.HUNT),
                    count(items, Item.Kind.INVESTIGATION),
                    count(items, Item.Kind.HEALTH))));
    techniques(out);
    classes(out);
    out.append(
        "\n## All of them\n\n| search | kind | severity | what it finds |\n|---|---|---|---|\n");
    for (Item item : sorted(catalog.items())) {
      out.append(
          "| [%s](%s.md#%s) | %s | %s | %s |%n"
              .formatted(
                  item.id(),
                  item.area(),
                  item.id(),
                  word(item.kind()),
                  word(item.severity()),
                  cell(item.title())));
    }
    return out.toString();
  }

  private void techniques(StringBuilder out) {
    Map<String, List<Item>> byTechnique = new TreeMap<>();
    for (Item item : catalog.items()) {
      item.techniques()
          .forEach(id -> byTechnique.computeIfAbsent(id, _ -> new ArrayList<>()).add(item));
    }
    out.append(
        "\n## By technique of ATT&CK\n\n| technique | tactics | searches |\n|---|---|---|\n");
    byTechnique.forEach((id, items) -> {
      Optional<Catalog.Technique> technique = Optional.ofNullable(catalog.techniques().get(id));
      out.append(
          "| [%s](https://attack.mitre.org/techniques/%s/) %s | %s | %s |%n"
              .formatted(
                  id,
                  id.replace('.', '/'),
                  technique.map(Catalog.Technique::name).orElse(""),
                  technique.map(known -> String.join(", ", known.tactics())).orElse(""),
                  links(items)));
    });
  }

  private void classes(StringBuilder out) {
    Map<String, List<Item>> byClass = new TreeMap<>();
    for (Item item : catalog.items()) {
      classes(item)
          .forEach(name -> byClass.computeIfAbsent(name, _ -> new ArrayList<>()).add(item));
    }
    out.append("\n## By class of call\n\n")
        .append("What a call is for, as `sightline_sensitive_calls` says: see [`lookups/models`]")
        .append("(../../lookups/models).\n\n| class | searches |\n|---|---|\n");
    byClass.forEach(
        (name, items) -> out.append("| %s | %s |%n".formatted(words(name), links(items))));
  }

  private static String page(String area, List<Item> items) {
    StringBuilder out = new StringBuilder(MADE);
    out.append("# ").append(words(area)).append("\n\n[All searches](README.md)\n");
    sorted(items).forEach(item -> item(out, item));
    return out.toString();
  }

  private static void item(StringBuilder out, Item item) {
    out.append("\n## ").append(item.id()).append("\n\n**").append(item.title()).append(".** ");
    out.append(item.description().strip()).append("\n\n| | |\n|---|---|\n");
    row(
        out,
        "kind, severity, risk",
        word(item.kind()) + ", " + word(item.severity()) + ", " + item.risk().score());
    row(out, "data", item.dataSource());
    row(out, "events", String.join(", ", item.eventNames()));
    row(
        out,
        "class",
        classes(item).stream().map(CatalogPages::words).collect(Collectors.joining(", ")));
    row(
        out,
        "techniques",
        item.techniques().stream()
            .map(id ->
                "[" + id + "](https://attack.mitre.org/techniques/" + id.replace('.', '/') + "/)")
            .collect(Collectors.joining(", ")));
    row(out, "runs", item.schedule().map(schedule -> "`" + schedule.cron() + "`").orElse(""));
    row(out, "lookups", String.join(", ", item.lookups()));
    list(out, "What it misses", item.misses());
    list(out, "False positives", item.falsePositives());
    list(out, "Triage", item.triage());
    list(out, "Tests", item.tests().stream().map(CatalogPages::test).toList());
    List<String> differs = new ArrayList<>();
    item.variants()
        .forEach((variant, because) -> differs.add("Where " + variant.sentence() + ": " + because));
    list(out, "Where it differs from other searches", differs);
  }

  private static String test(ItemTest test) {
    return (test.fires() ? "fires: " : "quiet: ") + test.name();
  }

  private static void row(StringBuilder out, String name, String text) {
    if (!text.isEmpty()) {
      out.append("| ").append(name).append(" | ").append(cell(text)).append(" |\n");
    }
  }

  private static void list(StringBuilder out, String title, List<String> sentences) {
    if (!sentences.isEmpty()) {
      out.append("\n").append(title).append(":\n\n");
      sentences.forEach(sentence -> out.append("- ").append(sentence.strip()).append("\n"));
    }
  }

  private static String links(List<Item> items) {
    return sorted(items).stream()
        .map(item -> "[" + item.id() + "](" + item.area() + ".md#" + item.id() + ")")
        .collect(Collectors.joining(", "));
  }

  private static List<Item> sorted(List<Item> items) {
    return items.stream().sorted((left, right) -> left.id().compareTo(right.id())).toList();
  }

  /** The classes of the calls that an item declares; of one on classes, those of its tests. */
  public static Set<String> classes(Item item) {
    Set<String> classes = new TreeSet<>();
    CALLS.ifPresent(calls ->
        item.forms().stream()
            .flatMap(test -> test.events().stream())
            .map(ItemTest.Occurrence::event)
            .filter(event -> item.eventNames().contains(event.path("eventName").asText()))
            .forEach(event ->
                calls
                    .find(
                        List.of("event_source", "event_name"),
                        List.of(
                            event.path("eventSource").asText(),
                            KnownCalls.bare(event.path("eventName").asText())))
                    .forEach(row -> classes.add(row.getOrDefault("class", "none")))));
    classes.remove("none");
    return classes;
  }

  private static long count(List<Item> items, Item.Kind kind) {
    return items.stream().filter(item -> item.kind() == kind).count();
  }

  private static String words(String name) {
    return name.replace('_', ' ');
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  private static String cell(String text) {
    return text.strip().replace("|", "\\|").replace("\n", " ");
  }
}
