package dev.sightline.command;

import dev.sightline.check.Finding;
import dev.sightline.reduction.Blinding;
import dev.sightline.route.CurrentRules;
import dev.sightline.route.Rules;
import dev.sightline.sight.Effect;
import dev.sightline.sight.Sights;
import java.util.ArrayList;
import java.util.List;

/** Holds rules to the searches of the catalog that ships: none is blinded but by name. */
final class BlindRules {
  private static final int MOST_NAMED = 5;

  private BlindRules() {}

  /** A sentence for each search that a rule blinds and does not name. */
  static List<String> problems(Rules rules) {
    return rules.reductions().isEmpty()
        ? List.of()
        : Blinding.of(rules, Sights.shipped()).stream()
            .flatMap(blinding -> blinding.refusals().stream())
            .toList();
  }

  /** Rules that blind no search, and that others accept too. */
  static CurrentRules.Acceptance accepting(CurrentRules.Acceptance others) {
    return rules -> {
      List<String> problems = new ArrayList<>(problems(rules));
      problems.addAll(others.problems(rules));
      return problems;
    };
  }

  /** What 'check' says of each rule that leaves something out. */
  static List<Finding> findings(Rules rules) {
    if (rules.reductions().isEmpty()) {
      return List.of();
    }
    List<Finding> findings = new ArrayList<>();
    for (Blinding blinding : Blinding.of(rules, Sights.shipped())) {
      String subject = "reduction " + blinding.rule();
      blinding
          .refusals()
          .forEach(refusal -> findings.add(new Finding(subject, Finding.Verdict.BAD, refusal)));
      if (!blinding.named().isEmpty()) {
        findings.add(
            new Finding(
                subject, Finding.Verdict.WARNING, "blinds, as it says, " + ids(blinding.named())));
      }
      if (blinding.unnamed().isEmpty()) {
        findings.add(
            new Finding(
                subject,
                Finding.Verdict.GOOD,
                "blinds no search that it does not name"
                    + (blinding.narrowed().isEmpty()
                        ? ""
                        : "; searches of all calls see less: " + ids(blinding.narrowed()))));
      }
    }
    return findings;
  }

  private static String ids(List<Effect> effects) {
    String first =
        String.join(", ", effects.stream().limit(MOST_NAMED).map(Effect::search).toList());
    int more = effects.size() - MOST_NAMED;
    return more > 0 ? first + " and " + more + " more" : first;
  }
}
