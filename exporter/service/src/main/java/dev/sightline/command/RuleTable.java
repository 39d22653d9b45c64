package dev.sightline.command;

import dev.sightline.route.Reduction;
import dev.sightline.route.Route;
import dev.sightline.route.Rules;
import dev.sightline.route.Target;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** The rules as a table, in the order in which they are asked. */
final class RuleTable {
  private RuleTable() {}

  /** The lines of the table. */
  static List<String> lines(Rules rules) {
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("RULE", "WHEN", "THEN"));
    for (Reduction reduction : rules.reductions()) {
      rows.add(List.of(reduction.id(), reduction.when().toString(), action(reduction.action())));
    }
    for (Route route : rules.routes()) {
      rows.add(List.of(route.id(), route.when().toString(), places(route.targets())));
    }
    rows.add(List.of(Rules.DEFAULT, "everything else", places(rules.otherwise())));
    return Terminal.table(rows);
  }

  private static String places(List<Target> targets) {
    return targets.stream().map(Target::toString).collect(Collectors.joining(", also "));
  }

  private static String action(Reduction.Action action) {
    return switch (action) {
      case Reduction.Action.Drop _ -> "is dropped";
      case Reduction.Action.KeepOneIn(int events) -> "one in " + events + " is kept";
      case Reduction.Action.Trim(List<String> members) -> "without " + String.join(", ", members);
    };
  }
}
