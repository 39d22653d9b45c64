package dev.sightline.route;

import dev.sightline.family.Family;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.YamlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/** Reads the file of rules and tells everything that is wrong with it at once. Used once. */
public final class RulesReader {
  /** A larger file was not written by people. */
  private static final long MOST_BYTES = 2_000_000;

  /** Routes and reductions together. */
  static final int MOST_RULES = 1_000;

  private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

  private final Path file;
  private final Accounts accounts;
  private final List<Mistake> mistakes = new ArrayList<>();
  private final Map<String, Integer> lines = new HashMap<>();

  private RulesReader(Path file, Accounts accounts) {
    this.file = file;
    this.accounts = accounts;
  }

  /**
   * Reads the file.
   *
   * @param table of accounts: a CSV file, where rules ask for what the inventory says
   * @throws RulesException with every mistake of both files
   */
  public static Rules read(Path file, Optional<Path> table) throws RulesException {
    List<Mistake> ofTable = new ArrayList<>();
    Accounts accounts = table.map(path -> Accounts.read(path, ofTable)).orElse(Accounts.NONE);
    RulesReader reader = new RulesReader(file, accounts);
    Optional<Rules> rules = reader.rules();
    List<Mistake> all = new ArrayList<>(reader.mistakes);
    all.sort(Comparator.comparingInt(Mistake::line));
    all.addAll(ofTable);
    if (!all.isEmpty()) {
      throw new RulesException(file, all);
    }
    return rules.orElseThrow();
  }

  private Optional<Rules> rules() {
    try {
      if (Files.size(file) > MOST_BYTES) {
        mistakes.add(
            new Mistake(
                file,
                1,
                "The file has more than " + MOST_BYTES + " bytes: it is no file of rules."));
        return Optional.empty();
      }
    } catch (IOException e) {
      mistakes.add(new Mistake(file, 1, "The file cannot be read: " + e.getMessage()));
      return Optional.empty();
    }
    return YamlSection.open(file, mistakes).map(this::rules);
  }

  private Rules rules(YamlSection whole) {
    List<String> destinations =
        whole.section("destinations").map(each -> List.copyOf(each.names())).orElse(List.of());
    TargetReader targets = new TargetReader(destinations);
    List<Route> routes = each(whole, "routes", section -> route(section, targets));
    List<Target> otherwise = otherwise(whole, targets);
    List<Reduction> reductions = each(whole, "reductions", this::reduction);
    if (routes.size() + reductions.size() > MOST_RULES) {
      whole.mistake(
          "routes",
          "There are "
              + (routes.size() + reductions.size())
              + " rules, and at most "
              + MOST_RULES
              + " can be used: a rule may list many values.");
    }
    whole.close();
    String settings = destinations.isEmpty() ? "" : whole.json("destinations").toString();
    Rules.Splunks splunks = new Rules.Splunks(destinations, settings);
    return new Rules(routes, otherwise, reductions, splunks, accounts);
  }

  private List<Target> otherwise(YamlSection whole, TargetReader targets) {
    if (!whole.has("default")) {
      whole.mistake(
          "default",
          "'default' is missing: write where events go that meet no route, 'default: {index:"
              + " aws}'.");
      return List.of(Target.STANDARD);
    }
    int from = mistakes.size();
    List<Target> read = new ArrayList<>();
    whole
        .section("default")
        .ifPresent(section -> {
          read.add(targets.target(section, "default"));
          read.addAll(targets.also(section));
          targets.distinct(section, read);
          section.close();
        });
    named("default", from);
    return read.isEmpty() ? List.of(Target.STANDARD) : read;
  }

  /** Reads each rule of a list; what is wrong with one is told with its id. */
  private <T> List<T> each(YamlSection whole, String key, Function<YamlSection, T> rule) {
    List<T> rules = new ArrayList<>();
    for (YamlSection section : whole.sections(key)) {
      int from = mistakes.size();
      rules.add(rule.apply(section));
      section.close();
      named(section.peek("id"), from);
    }
    return rules;
  }

  private void named(String id, int from) {
    String prefix = id.isEmpty() ? "A rule without id: " : "Rule '" + id + "': ";
    mistakes
        .subList(from, mistakes.size())
        .replaceAll(
            mistake -> new Mistake(mistake.file(), mistake.line(), prefix + mistake.sentence()));
  }

  private Route route(YamlSection section, TargetReader targets) {
    String id = id(section);
    When when = new WhenReader(section, accounts).read();
    List<Target> to = new ArrayList<>();
    if (section.has("to")) {
      section
          .section("to")
          .ifPresent(inner -> {
            to.add(targets.target(inner, "to"));
            inner.close();
          });
    } else {
      section.mistake("to", "'to' is missing: write where its events go, 'to: {index: aws}'.");
    }
    to.addAll(targets.also(section));
    targets.distinct(section, to);
    return new Route(id, section.line(), when, to.isEmpty() ? List.of(Target.STANDARD) : to);
  }

  private Reduction reduction(YamlSection section) {
    String id = id(section);
    When when = new WhenReader(section, accounts).read();
    if (!when.admits(Condition.FAMILY, Family.CLOUDTRAIL.id())
        && !when.admits(Condition.FAMILY, Family.CLOUDTRAIL_INSIGHT.id())) {
      section.mistake(
          "when",
          "Only CloudTrail's records can be left out rule by rule: take 'family' out, or leave a"
              + " whole family out by SIGHTLINE_FAMILIES, such as 'waf=ignore'.");
    }
    Reduction.Action action = ActionReader.read(section);
    List<String> blinds =
        section.has("blinds") ? section.oneOrMoreTexts("blinds", "search_id") : List.of();
    return new Reduction(id, section.line(), when, action, blinds);
  }

  private String id(YamlSection section) {
    String id = section.text("id", "payments");
    if (!id.isEmpty() && !ID.matcher(id).matches()) {
      section.mistake(
          "id",
          "'"
              + id
              + "' is no id: it has letters, digits, '.', '_' and '-', at most 64, and begins with"
              + " a letter or digit.");
    }
    Integer before = id.isEmpty() ? null : lines.putIfAbsent(id, section.line("id"));
    if (before != null || id.equals(Rules.DEFAULT)) {
      section.mistake(
          "id",
          before == null
              ? "'default' is the name of what meets no rule: give it another id."
              : "The rule of line " + before + " has this id too: give each its own.");
    }
    return id;
  }
}
