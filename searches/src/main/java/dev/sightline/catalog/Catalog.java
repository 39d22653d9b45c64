package dev.sightline.catalog;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.spl.lookup.LookupDefinition;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.syntax.Macro;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.YamlSection;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.JarURLConnection;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Everything in the folder of the catalog.
 *
 * @param events that tests start from, by name
 * @param macros those that are written, and two for each item: normalise and filter
 * @param techniques the ATT&amp;CK techniques that items may name, by id
 */
public record Catalog(
    Path folder,
    List<Item> items,
    Map<String, ObjectNode> events,
    List<Macro> macros,
    List<LookupDefinition> lookups,
    Map<String, Technique> techniques) {

  /** A technique of the pinned version of ATT&amp;CK. */
  public record Technique(String id, String name, List<String> tactics) {}

  /** The catalog that ships with this build, as its jar or its classes hold it. */
  public static Catalog shipped() {
    URL url = Catalog.class.getResource("/catalog/macros.yml");
    if (url == null) {
      throw new IllegalStateException("This build carries no catalog: build it with Maven.");
    }
    try {
      if (url.openConnection() instanceof JarURLConnection jar) {
        try (FileSystem files = FileSystems.newFileSystem(Path.of(jar.getJarFileURL().toURI()))) {
          return load(files.getPath("/catalog"));
        }
      }
      return load(Path.of(url.toURI()).resolveSibling(""));
    } catch (URISyntaxException e) {
      throw new IllegalStateException("The catalog has no readable address: " + url, e);
    } catch (IOException e) {
      throw new UncheckedIOException("The catalog cannot be read from " + url + ".", e);
    }
  }

  /**
   * Reads the folder {@code searches/catalog}, with the lookups that ship.
   *
   * @throws CatalogException with every mistake of every file
   */
  public static Catalog load(Path folder) {
    List<Mistake> mistakes = new ArrayList<>();
    Map<String, ObjectNode> events = new LinkedHashMap<>();
    for (Path file : files(folder.resolve("events"))) {
      YamlSection.open(file, mistakes).ifPresent(yaml -> TestReader.fixtures(yaml, events));
    }
    List<Macro> macros = macros(folder.resolve("macros.yml"), mistakes);
    List<LookupDefinition> lookups = definitions();
    Map<String, Technique> techniques = techniques(folder.resolve("attack.yml"), mistakes);
    ItemReader reader = new ItemReader(events, mistakes);
    List<Item> items = new ArrayList<>();
    for (Path area : directories(folder)) {
      if (!area.endsWith("events")) {
        files(area).forEach(file -> reader.read(file).ifPresent(items::add));
      }
    }
    if (!mistakes.isEmpty()) {
      throw new CatalogException(mistakes);
    }
    items.forEach(item -> macros.addAll(generated(item, techniques)));
    return new Catalog(folder, List.copyOf(items), events, macros, lookups, techniques);
  }

  /** The macros of one item: what gives a hit its shape, and what an admin excludes with. */
  static List<Macro> generated(Item item, Map<String, Technique> techniques) {
    if (!item.givesHits()) {
      return List.of();
    }
    String arguments =
        Stream.of(
                item.id(),
                item.title(),
                word(item.kind()),
                word(item.severity()),
                String.valueOf(item.risk().score()),
                item.risk().objectField(),
                item.risk().objectType(),
                String.join(" ", item.techniques()))
            .map(text -> '"' + text + '"')
            .reduce((left, right) -> left + ", " + right)
            .orElseThrow();
    return List.of(
        new Macro(
            "sightline_" + item.id() + "_normalise",
            List.of(),
            "`sightline_normalise("
                + arguments
                + ")` | eval tactic=coalesce(tactic, split(\""
                + String.join(" ", tactics(item, techniques))
                + "\", \" \"))"),
        new Macro("sightline_" + item.id() + "_filter", List.of(), "search *"));
  }

  /**
   * What the act was for: the area, where it is named for a tactic; else the first tactic of each
   * technique. Most techniques serve several tactics, and an act seldom does.
   */
  private static Set<String> tactics(Item item, Map<String, Technique> techniques) {
    Set<String> known = new HashSet<>();
    techniques.values().forEach(technique -> known.addAll(technique.tactics()));
    String area = item.area().replace("defence", "defense").replace('_', '-');
    if (known.contains(area)) {
      return Set.of(area);
    }
    Set<String> tactics = new LinkedHashSet<>();
    for (String id : item.techniques()) {
      Technique technique = techniques.get(id);
      if (technique != null && !technique.tactics().isEmpty()) {
        tactics.add(technique.tactics().getFirst());
      }
    }
    return tactics;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** The item with this id. */
  public Optional<Item> item(String id) {
    return items.stream().filter(item -> item.id().equals(id)).findFirst();
  }

  private static List<Macro> macros(Path file, List<Mistake> mistakes) {
    List<Macro> macros = new ArrayList<>();
    YamlSection.open(file, mistakes)
        .ifPresent(yaml -> {
          for (String name : yaml.names()) {
            yaml.section(name)
                .ifPresent(section -> {
                  section.text("description", "what it stands for");
                  List<String> arguments = section.optionalTexts("arguments");
                  macros.add(new Macro(name, arguments, section.text("definition", "(index=*)")));
                  section.close();
                });
          }
        });
    return macros;
  }

  /** What a search may read or write, as the module of the lookups describes it. */
  private static List<LookupDefinition> definitions() {
    return LookupFolder.shipped().stream().map(Catalog::definition).toList();
  }

  /** The lookups whose rows ship with them, as every installation has them. */
  static Map<String, LookupTable> shippedTables() {
    Map<String, LookupTable> tables = new HashMap<>();
    for (Lookup lookup : LookupFolder.shipped()) {
      if (!lookup.rows().isEmpty()) {
        tables.put(lookup.name(), new LookupTable(definition(lookup), lookup.rows()));
      }
    }
    return tables;
  }

  private static LookupDefinition definition(Lookup lookup) {
    Map<String, LookupDefinition.Match> matches = new HashMap<>();
    lookup
        .matches()
        .forEach((column, match) ->
            matches.put(
                column,
                switch (match) {
                  case EXACT -> LookupDefinition.Match.EXACT;
                  case WILDCARD -> LookupDefinition.Match.WILDCARD;
                  case CIDR -> LookupDefinition.Match.CIDR;
                }));
    return new LookupDefinition(
        lookup.name(),
        lookup.columnNames(),
        matches,
        lookup.caseSensitive(),
        lookup.mostMatches(),
        0,
        "");
  }

  private static Map<String, Technique> techniques(Path file, List<Mistake> mistakes) {
    Map<String, Technique> techniques = new LinkedHashMap<>();
    YamlSection.open(file, mistakes)
        .ifPresent(yaml -> {
          yaml.text("version", "16.1");
          for (YamlSection section : yaml.sections("techniques")) {
            Technique technique =
                new Technique(
                    section.text("id", "T1078.004"),
                    section.text("name", "Valid Accounts: Cloud Accounts"),
                    section.texts("tactics", "initial-access"));
            section.close();
            techniques.put(technique.id(), technique);
          }
          yaml.close();
        });
    return techniques;
  }

  private static List<Path> files(Path folder) {
    return listed(folder).filter(file -> file.toString().endsWith(".yml")).toList();
  }

  private static List<Path> directories(Path folder) {
    return listed(folder).filter(Files::isDirectory).toList();
  }

  private static Stream<Path> listed(Path folder) {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries.sorted().toList().stream();
    } catch (IOException e) {
      throw new UncheckedIOException("The folder " + folder + " cannot be listed.", e);
    }
  }
}
