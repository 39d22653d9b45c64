package dev.sightline.route;

import dev.sightline.family.Family;
import dev.sightline.yaml.Nearest;
import dev.sightline.yaml.YamlSection;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the conditions of one rule. Used once. */
final class WhenReader {
  private final YamlSection rule;
  private final Accounts accounts;

  WhenReader(YamlSection rule, Accounts accounts) {
    this.rule = rule;
    this.accounts = accounts;
  }

  When read() {
    Map<Condition, Values> conditions = new EnumMap<>(Condition.class);
    if (!rule.has("when")) {
      rule.mistake(
          "when",
          "'when' is missing: write what it is for, 'when: {family: [guardduty]}'; what is for"
              + " everything else is 'default'.");
      return new When(conditions);
    }
    rule.section("when").ifPresent(section -> conditions(section, conditions));
    return new When(conditions);
  }

  private void conditions(YamlSection section, Map<Condition, Values> conditions) {
    for (String name : section.names()) {
      Optional<Condition> condition = Condition.of(name);
      if (condition.isEmpty()) {
        section.has(name);
        section.mistake(
            name, "'" + name + "' is no condition" + Nearest.hint(name, Condition.ids()) + ".");
      } else if (conditions.put(condition.get(), values(section, name, condition.get())) != null) {
        section.mistake(name, "'" + name + "' is asked for twice: keep one of the two.");
      }
    }
    if (section.names().isEmpty()) {
      rule.mistake("when", "'when' has no condition: write one, such as 'family: [guardduty]'.");
    }
    section.close();
    Values families = conditions.get(Condition.FAMILY);
    boolean ofRecords = new When(conditions).ofRecords();
    if (ofRecords
        && families != null
        && !families.holds(Family.CLOUDTRAIL.id())
        && !families.holds(Family.CLOUDTRAIL_INSIGHT.id())) {
      section.mistake(
          "family",
          "It asks for members that only records of CloudTrail have, and for a family that has"
              + " none: it would never hold. Write 'family: [cloudtrail]', or leave it out.");
    }
  }

  private Values values(YamlSection section, String name, Condition condition) {
    String example = Meaning.example(condition);
    boolean negated = section.isSection(name);
    List<String> written = new ArrayList<>();
    if (negated) {
      section
          .section(name)
          .ifPresent(inner -> {
            written.addAll(inner.oneOrMoreTexts("not", example));
            inner.close();
          });
    } else {
      written.addAll(section.oneOrMoreTexts(name, example));
    }
    List<String> texts = new ArrayList<>();
    for (String text : written) {
      String value = text.equals(Values.ABSENT) ? "" : text;
      problem(condition, value).ifPresent(problem -> section.mistake(name, problem));
      texts.add(value);
    }
    return new Values(condition, texts, negated);
  }

  private Optional<String> problem(Condition condition, String value) {
    if (condition.ofInventory()) {
      return ofInventory(condition, value);
    }
    if (condition == Condition.FAMILY) {
      List<String> ids = Arrays.stream(Family.values()).map(Family::id).toList();
      Values wanted = new Values(condition, List.of(value), false);
      return ids.stream().anyMatch(wanted::holds)
          ? Optional.empty()
          : Optional.of("'" + value + "' is no family" + Nearest.hint(value, ids) + ".");
    }
    return value.isEmpty() ? Optional.empty() : Meaning.problem(condition, value);
  }

  private Optional<String> ofInventory(Condition condition, String value) {
    if (accounts.file() == null) {
      return Optional.of(
          "'"
              + condition.id()
              + "' needs the table of accounts: set SIGHTLINE_RULES_ACCOUNTS to a CSV file with the"
              + " columns account_id, environment, owner and ou_path.");
    }
    Values wanted = new Values(condition, List.of(value), false);
    List<String> known = List.copyOf(accounts.values(condition));
    return value.isEmpty() || known.stream().anyMatch(wanted::holds)
        ? Optional.empty()
        : Optional.of(
            "No account of "
                + accounts.file()
                + " has the "
                + condition.id()
                + " '"
                + value
                + "'"
                + Nearest.hint(value, known)
                + ".");
  }
}
