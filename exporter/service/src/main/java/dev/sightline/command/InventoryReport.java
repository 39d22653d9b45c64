package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.inventory.AccountOutcome;
import dev.sightline.inventory.LookupOutcome;
import dev.sightline.inventory.Outcome;
import dev.sightline.inventory.Refresh;
import dev.sightline.inventory.Standing;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;

/** What a refresh tells at its end: a table of what changed, the gaps, one sentence. */
record InventoryReport(Outcome outcome, Refresh.Wanted wanted, String place, double seconds) {
  /** Accounts shown for one lookup; the JSON has them all. */
  private static final int SHOWN = 25;

  private static final List<ToLongFunction<AccountOutcome>> FIGURES =
      List.of(
          AccountOutcome::rows,
          AccountOutcome::added,
          AccountOutcome::changed,
          AccountOutcome::gone,
          AccountOutcome::stale);

  List<String> lines() {
    List<List<String>> table = new ArrayList<>();
    table.add(List.of("lookup", "account", "state", "rows", "added", "changed", "gone", "stale"));
    for (LookupOutcome lookup : outcome.lookups()) {
      List<String> all = new ArrayList<>(List.of(lookup.lookup(), "all", state(lookup)));
      FIGURES.forEach(figure -> all.add(number(lookup.sum(figure))));
      table.add(all);
      List<AccountOutcome> told =
          lookup.accounts().stream().filter(InventoryReport::isWorthALine).toList();
      for (AccountOutcome account : told.subList(0, Math.min(SHOWN, told.size()))) {
        List<String> line =
            new ArrayList<>(List.of("", account.account(), account.standing().word()));
        FIGURES.forEach(figure -> line.add(number(figure.applyAsLong(account))));
        table.add(line);
      }
      if (told.size() > SHOWN) {
        table.add(List.of("", "and " + (told.size() - SHOWN) + " more accounts"));
      }
    }
    List<String> lines = new ArrayList<>(Terminal.table(table));
    List<String> gaps = gaps();
    if (!gaps.isEmpty()) {
      lines.add("");
      lines.addAll(gaps);
    }
    lines.add("");
    lines.add(sentence());
    return lines;
  }

  /** An account without news is in the sum alone. */
  private static boolean isWorthALine(AccountOutcome account) {
    return !account.standing().isGood() || account.added() + account.changed() + account.gone() > 0;
  }

  private List<String> gaps() {
    List<String> gaps = new ArrayList<>(outcome.gaps());
    for (LookupOutcome lookup : outcome.lookups()) {
      if (lookup.isFailed()) {
        gaps.add(lookup.lookup() + ": " + lookup.failure());
      }
      lookup.gaps().forEach(gap -> gaps.add(lookup.lookup() + ": " + gap));
      lookup.accounts().stream()
          .filter(account -> !account.gap().isEmpty())
          .limit(SHOWN)
          .forEach(account ->
              gaps.add(lookup.lookup() + ", " + account.account() + ": " + account.gap()));
    }
    return gaps.stream().distinct().toList();
  }

  private String sentence() {
    long rows = outcome.lookups().stream().mapToLong(each -> each.sum(AccountOutcome::rows)).sum();
    String done =
        String.format(Locale.ROOT, "%,d rows of %d lookups", rows, outcome.lookups().size());
    String time = String.format(Locale.ROOT, " in %.1f s", seconds);
    if (outcome.isFailed()) {
      return "Nothing was written to " + place + ": the lookups are as they were.";
    }
    String verb = wanted.dryRun() ? " would be in " : " are in ";
    return done + verb + place + time + (outcome.isComplete() ? "." : ", with gaps.");
  }

  private static String state(LookupOutcome lookup) {
    if (lookup.isFailed()) {
      return Standing.FAILED.word();
    }
    return lookup.isComplete() ? Standing.CURRENT.word() : "gaps";
  }

  private static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  int exitCode() {
    if (outcome.isFailed()) {
      return ExitCode.FAILED;
    }
    return outcome.isComplete() ? ExitCode.DONE : ExitCode.GAPS;
  }

  /** The same for whoever takes all but 0 for a failure, and is told of gaps elsewhere. */
  int exitCodeWithGapsAccepted() {
    int code = exitCode();
    return code == ExitCode.GAPS ? ExitCode.DONE : code;
  }

  /** One JSON object on one line. */
  String json() {
    ObjectNode root = new ObjectMapper().createObjectNode();
    root.put("place", place)
        .put("dry_run", wanted.dryRun())
        .put("complete", outcome.isComplete())
        .put("generation", outcome.generation())
        .put("seconds", Math.round(seconds * 1000) / 1000.0);
    outcome.gaps().forEach(root.putArray("gaps")::add);
    var lookups = root.putArray("lookups");
    for (LookupOutcome lookup : outcome.lookups()) {
      ObjectNode node = lookups.addObject();
      node.put("lookup", lookup.lookup()).put("state", state(lookup));
      node.put("compared", lookup.compared());
      figures(node, lookup::sum);
      if (lookup.isFailed()) {
        node.put("failure", lookup.failure());
      }
      lookup.gaps().forEach(node.putArray("gaps")::add);
      var accounts = node.putArray("accounts");
      for (AccountOutcome account : lookup.accounts()) {
        ObjectNode each = accounts.addObject();
        each.put("account_id", account.account()).put("state", account.standing().word());
        figures(each, figure -> figure.applyAsLong(account));
        if (!account.gap().isEmpty()) {
          each.put("gap", account.gap());
        }
      }
    }
    return root.toString();
  }

  private static void figures(
      ObjectNode node, ToLongFunction<ToLongFunction<AccountOutcome>> value) {
    node.put("rows", value.applyAsLong(AccountOutcome::rows))
        .put("added", value.applyAsLong(AccountOutcome::added))
        .put("changed", value.applyAsLong(AccountOutcome::changed))
        .put("gone", value.applyAsLong(AccountOutcome::gone))
        .put("stale", value.applyAsLong(AccountOutcome::stale));
  }
}
