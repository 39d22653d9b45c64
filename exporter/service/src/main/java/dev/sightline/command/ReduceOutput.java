package dev.sightline.command;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.hunt.Hit;
import dev.sightline.hunt.Hunt;
import dev.sightline.object.Printable;
import dev.sightline.reduction.Blinding;
import dev.sightline.reduction.Losses;
import dev.sightline.route.Rules;
import dev.sightline.saving.CimFields;
import dev.sightline.saving.LostHits;
import dev.sightline.saving.Saving;
import dev.sightline.saving.Volume;
import dev.sightline.sight.Effect;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/** What 'reduce' says: tables on standard output, what is missing from them on standard error. */
final class ReduceOutput {
  private static final int MOST_NAMED = 12;
  private static final double GIGABYTE = 1e9;
  private static final int DAYS_OF_A_MONTH = 30;
  private static final int WIDEST = 48;

  private final PrintWriter out;
  private final PrintWriter err;
  private final boolean json;
  private final Prices prices;

  /**
   * What is needed to speak of money.
   *
   * @param ofGigabyte NaN where nobody said
   * @param gigabytesADay likewise
   */
  record Prices(double ofGigabyte, double gigabytesADay) {
    boolean known() {
      return !Double.isNaN(ofGigabyte);
    }

    /** What a share of all bytes is worth: of a month, or of what was read. */
    double worth(long bytes, long all) {
      return Double.isNaN(gigabytesADay)
          ? bytes / GIGABYTE * ofGigabyte
          : (all == 0 ? 0 : (double) bytes / all) * gigabytesADay * DAYS_OF_A_MONTH * ofGigabyte;
    }
  }

  /**
   * All that is known.
   *
   * @param text of the rules where they were proposed; else empty
   */
  record Told(
      Volume volume,
      Hunt.Result before,
      List<Saving> savings,
      LostHits lost,
      List<Blinding> blindings,
      Rules rules,
      String text) {
    boolean isWhole() {
      return before.tally().problems().isEmpty()
          && before.failures().isEmpty()
          && volume.events() > 0;
    }

    boolean isHarmless() {
      return lost.lost().isEmpty()
          && blindings.stream().allMatch(blinding -> blinding.unnamed().isEmpty());
    }
  }

  ReduceOutput(PrintWriter out, PrintWriter err, boolean json, Prices prices) {
    this.out = out;
    this.err = err;
    this.json = json;
    this.prices = prices;
  }

  /** Writes it; the exit code. */
  int told(Told told) {
    told.before()
        .tally()
        .problems()
        .forEach(problem ->
            err.println(Printable.of(problem.place()) + ": " + Printable.of(problem.reason())));
    if (told.volume().events() == 0) {
      err.println("There is not a single record of CloudTrail in it: nothing was measured.");
    }
    err.flush();
    if (json) {
      out.println(line(told));
    } else {
      tables(told);
    }
    out.flush();
    return told.isWhole() && told.isHarmless() ? ExitCode.DONE : ExitCode.GAPS;
  }

  /** A refusal; the exit code. */
  int refused(String sentence) {
    if (json) {
      ObjectNode root = JsonNodeFactory.instance.objectNode();
      root.putObject("error").put("message", sentence);
      out.println(root);
      out.flush();
    } else {
      err.println(sentence);
      err.flush();
    }
    return ExitCode.USAGE;
  }

  private void tables(Told told) {
    if (!told.text().isEmpty() && told.savings().isEmpty()) {
      out.println("Nothing can be left out that saves a thousandth of it and blinds no search.");
    }
    if (!told.savings().isEmpty()) {
      savings(told);
      out.println();
    }
    for (Blinding blinding : told.blindings()) {
      blinding(blinding);
    }
    cim(told);
    hits(told);
    if (!told.text().isEmpty() && !told.savings().isEmpty()) {
      out.println();
      out.println("As a file of rules:");
      out.println();
      out.print(told.text());
    }
  }

  private void savings(Told told) {
    long all = told.volume().bytes();
    List<List<String>> rows = new ArrayList<>();
    List<String> head =
        new ArrayList<>(List.of("RULE", "DOES", "EVENTS", "LEFT OUT", "BYTES SAVED", "OF ALL"));
    if (prices.known()) {
      head.add(Double.isNaN(prices.gigabytesADay()) ? "WORTH" : "WORTH A MONTH");
    }
    rows.add(head);
    long events = 0;
    long leftOut = 0;
    long bytes = 0;
    for (Saving saving : told.savings()) {
      rows.add(
          row(
              saving.rule(),
              cut(saving.action()),
              saving.events(),
              saving.leftOut(),
              saving.bytes(),
              all));
      events += saving.events();
      leftOut += saving.leftOut();
      bytes += saving.bytes();
    }
    rows.add(row("all", "", events, leftOut, bytes, all));
    Terminal.table(rows).forEach(out::println);
    out.println();
    out.printf(
        Locale.ROOT,
        "Of %,d records with %,d bytes in %,d files, %,d records with %,d bytes are left.%n",
        told.volume().events(),
        all,
        told.before().tally().files(),
        told.volume().events() - leftOut,
        all - bytes);
  }

  private List<String> row(
      String rule, String action, long events, long leftOut, long bytes, long all) {
    List<String> row =
        new ArrayList<>(
            List.of(
                rule,
                action,
                "%,d".formatted(events),
                "%,d".formatted(leftOut),
                "%,d".formatted(bytes),
                String.format(Locale.ROOT, "%.1f%%", all == 0 ? 0 : 100.0 * bytes / all)));
    if (prices.known()) {
      row.add(String.format(Locale.ROOT, "%,.2f", prices.worth(bytes, all)));
    }
    return row;
  }

  private static String cut(String text) {
    return text.length() <= WIDEST ? text : text.substring(0, WIDEST - 1) + "…";
  }

  private void blinding(Blinding blinding) {
    blinding
        .unnamed()
        .forEach(effect ->
            out.println(
                blinding.rule()
                    + " blinds "
                    + effect.search()
                    + ", which "
                    + effect.reason()
                    + "."));
    named(blinding.rule() + " blinds, as it says, ", blinding.named());
    named(blinding.rule() + " takes from searches that run only when asked: ", blinding.idle());
    named(blinding.rule() + " shows less to searches of all calls: ", blinding.narrowed());
    if (!blinding.needless().isEmpty()) {
      out.println(
          blinding.rule()
              + " names under 'blinds', needlessly: "
              + String.join(", ", blinding.needless())
              + ".");
    }
  }

  private void named(String said, List<Effect> effects) {
    if (effects.isEmpty()) {
      return;
    }
    List<String> ids = effects.stream().map(Effect::search).limit(MOST_NAMED).toList();
    int more = effects.size() - ids.size();
    out.println(said + String.join(", ", ids) + (more > 0 ? " and " + more + " more." : "."));
  }

  private void cim(Told told) {
    told.rules()
        .reductions()
        .forEach(reduction -> {
          CimFields.Gone gone = CimFields.shipped().without(Losses.of(reduction).members());
          if (!gone.gone().isEmpty()) {
            out.println(
                reduction.id()
                    + " leaves these events without CIM's "
                    + String.join(", ", gone.gone())
                    + ".");
          }
          if (!gone.weaker().isEmpty()) {
            out.println(
                reduction.id()
                    + " leaves them CIM's "
                    + String.join(", ", gone.weaker())
                    + " only where another member tells.");
          }
        });
  }

  private void hits(Told told) {
    told.lost().lost().forEach(hit -> out.println("lost: " + words(hit)));
    told.lost().weaker().forEach(hit -> out.println("of fewer events: " + words(hit)));
    out.printf(
        Locale.ROOT,
        "%,d hits of %,d searches before; %,d lost, %,d of fewer events.%n",
        told.before().hits().size(),
        told.before().searches(),
        told.lost().lost().size(),
        told.lost().weaker().size());
    out.println(Hunt.APPROXIMATION);
  }

  private static String words(Hit hit) {
    return Printable.of(
        hit.detectionId()
            + " in "
            + hit.accountId()
            + " by "
            + hit.principal()
            + " on "
            + String.join(" ", hit.resource()));
  }

  private ObjectNode line(Told told) {
    ObjectNode line = JsonNodeFactory.instance.objectNode();
    line.put("records", told.volume().events()).put("bytes", told.volume().bytes());
    ArrayNode rules = line.putArray("rules");
    for (int i = 0; i < told.savings().size(); i++) {
      rules.add(rule(told, i));
    }
    line.put("hits", told.before().hits().size());
    line.put("searches", told.before().searches());
    hits(line.putArray("lost"), told.lost().lost());
    hits(line.putArray("weaker"), told.lost().weaker());
    ArrayNode problems = line.putArray("problems");
    told.before()
        .tally()
        .problems()
        .forEach(problem ->
            problems.addObject().put("place", problem.place()).put("reason", problem.reason()));
    if (!told.text().isEmpty()) {
      line.put("proposed", told.text());
    }
    return line.put("note", Hunt.APPROXIMATION);
  }

  private ObjectNode rule(Told told, int place) {
    Saving saving = told.savings().get(place);
    Blinding blinding = told.blindings().get(place);
    ObjectNode rule = JsonNodeFactory.instance.objectNode();
    rule.put("rule", saving.rule())
        .put("does", saving.action())
        .put("events", saving.events())
        .put("left_out", saving.leftOut())
        .put("bytes", saving.bytes());
    if (prices.known()) {
      rule.put("worth", prices.worth(saving.bytes(), told.volume().bytes()));
    }
    effects(rule.putArray("blinds"), blinding.unnamed());
    effects(rule.putArray("blinds_as_named"), blinding.named());
    effects(rule.putArray("takes_from_idle"), blinding.idle());
    effects(rule.putArray("narrows"), blinding.narrowed());
    CimFields.Gone gone =
        CimFields.shipped().without(Losses.of(told.rules().reductions().get(place)).members());
    new TreeSet<>(gone.gone()).forEach(rule.putArray("cim_gone")::add);
    new TreeSet<>(gone.weaker()).forEach(rule.putArray("cim_weaker")::add);
    return rule;
  }

  private static void effects(ArrayNode array, List<Effect> effects) {
    effects.forEach(
        effect -> array.addObject().put("search", effect.search()).put("reason", effect.reason()));
  }

  private static void hits(ArrayNode array, List<Hit> hits) {
    for (Hit hit : hits) {
      ObjectNode one = array.addObject();
      one.put("search", hit.detectionId())
          .put("account", hit.accountId())
          .put("principal", hit.principal());
      hit.resource().forEach(one.putArray("resource")::add);
    }
  }
}
