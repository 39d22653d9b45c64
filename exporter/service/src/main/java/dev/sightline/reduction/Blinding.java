package dev.sightline.reduction;

import dev.sightline.route.Reduction;
import dev.sightline.route.Rules;
import dev.sightline.sight.Effect;
import dev.sightline.sight.Loss;
import dev.sightline.sight.Sight;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * What each rule does to searches.
 *
 * @param rule its id
 * @param line of it in its file, from 1
 * @param unnamed searches that run by themselves and that it blinds, and does not name
 * @param named those that it blinds, and names
 * @param idle those that it blinds, and that run only when somebody asks
 * @param narrowed searches that see less
 * @param needless names under {@code blinds} of searches that it does not blind, or that are none
 */
public record Blinding(
    String rule,
    int line,
    List<Effect> unnamed,
    List<Effect> named,
    List<Effect> idle,
    List<Effect> narrowed,
    List<String> needless) {

  /** What the rules do, each that leaves something out. */
  public static List<Blinding> of(Rules rules, List<Sight> sights) {
    return rules.reductions().stream().map(reduction -> of(reduction, sights)).toList();
  }

  private static Blinding of(Reduction reduction, List<Sight> sights) {
    Loss loss = Losses.of(reduction);
    List<Effect> unnamed = new ArrayList<>();
    List<Effect> named = new ArrayList<>();
    List<Effect> idle = new ArrayList<>();
    List<Effect> narrowed = new ArrayList<>();
    Set<String> needless = new HashSet<>(reduction.blinds());
    for (Sight sight : sights) {
      Effect effect = sight.under(loss).orElse(null);
      if (effect == null) {
        continue;
      }
      needless.remove(effect.search());
      if (effect.degree() == Effect.Degree.NARROWED) {
        narrowed.add(effect);
      } else if (reduction.blinds().contains(effect.search())) {
        named.add(effect);
      } else if (effect.watch()) {
        unnamed.add(effect);
      } else {
        idle.add(effect);
      }
    }
    return new Blinding(
        reduction.id(),
        reduction.line(),
        unnamed,
        named,
        idle,
        narrowed,
        needless.stream().sorted().toList());
  }

  /** A sentence for each search that the rule blinds without naming it. */
  public List<String> refusals() {
    return unnamed.stream()
        .map(effect ->
            "line "
                + line
                + ", reduction '"
                + rule
                + "' blinds the search "
                + effect.search()
                + " ("
                + effect.title()
                + "), which "
                + effect.reason()
                + ": narrow its 'when', or write blinds: ["
                + effect.search()
                + "] if that is meant.")
        .toList();
  }
}
