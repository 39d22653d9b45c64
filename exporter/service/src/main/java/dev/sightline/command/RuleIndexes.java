package dev.sightline.command;

import dev.sightline.hec.IndexLookup;
import dev.sightline.pipeline.Outlet;
import dev.sightline.route.Rules;
import dev.sightline.route.Target;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Looks up the indexes that rules name, in each Splunk whose management port is known. */
final class RuleIndexes {
  private final List<NamedDestination> destinations;

  /**
   * @param destinations by their numbers
   */
  RuleIndexes(List<NamedDestination> destinations) {
    this.destinations = List.copyOf(destinations);
  }

  /**
   * An index that rules name.
   *
   * @param state what Splunk says of it; unknown where it cannot be asked
   */
  record Looked(String destination, String index, IndexLookup.State state) {
    /** What it is, for people. */
    String words() {
      return "index "
          + index
          + " of the rules"
          + (destination.equals(Outlet.FIRST) ? "" : " in " + destination);
    }
  }

  /** Every index that the rules name, and what Splunk says of it. */
  List<Looked> look(Rules rules) throws InterruptedException {
    Set<String> seen = new LinkedHashSet<>();
    List<Looked> all = new ArrayList<>();
    for (Target target : rules.targets()) {
      String index = target.index();
      if (index != null && seen.add(target.destination() + "/" + index)) {
        NamedDestination named = destinations.get(target.destination());
        IndexLookup.State state =
            named.management().isEmpty()
                ? new IndexLookup.State.Unknown(
                    "is not looked up: "
                        + (target.destination() == 0
                            ? "SIGHTLINE_SPLUNK_URL"
                            : "'splunk-url' of the destination")
                        + " is not set")
                : IndexLookup.look(named.management().get(), named.hec(), index, "the rules");
        all.add(new Looked(named.name(), index, state));
      }
    }
    return all;
  }

  /** A sentence for each index that does not take events. */
  List<String> problems(Rules rules) throws InterruptedException {
    List<String> problems = new ArrayList<>();
    for (Looked looked : look(rules)) {
      if (looked.state() instanceof IndexLookup.State.Missing(String reason)) {
        problems.add(
            (looked.destination().equals(Outlet.FIRST) ? "" : looked.destination() + ": ")
                + reason
                + ".");
      }
    }
    return problems;
  }
}
