package dev.sightline.saving;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.family.Family;
import dev.sightline.hunt.Sieve;
import dev.sightline.reduction.Reduced;
import dev.sightline.reduction.Reducer;
import dev.sightline.replay.LogSource;
import dev.sightline.route.ObjectRules;
import dev.sightline.route.Reduction;
import dev.sightline.route.Rules;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** Leaves out of records what rules leave out, and counts by rule. */
public final class Savings implements Sieve.OfFiles {
  private final Rules rules;
  private final Set<String> watched;
  private final Reducer reducer = new Reducer();
  private final Map<String, Tally> tallies = new LinkedHashMap<>();
  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Set<String> touching = new ConcurrentSkipListSet<>();

  /** The counts of one rule. */
  private static final class Tally {
    private final LongAdder events = new LongAdder();
    private final LongAdder leftOut = new LongAdder();
    private final LongAdder bytes = new LongAdder();
  }

  /**
   * @param watched ids of records, of which is told which rules concern them
   */
  public Savings(Rules rules, Set<String> watched) {
    this.rules = rules;
    this.watched = Set.copyOf(watched);
    rules.reductions().forEach(reduction -> tallies.put(reduction.id(), new Tally()));
  }

  @Override
  public Sieve of(LogSource source) {
    ObjectRules ofFile =
        switch (source) {
          case LogSource.Stored(var object, _) -> rules.object(object.bucket(), object.key());
          case LogSource.File(var path) -> rules.object("", path.toString());
          case LogSource.Input _ -> rules.object("", "");
        };
    // A hunt may read a file several times.
    boolean counted = seen.add(source.name());
    return record -> left(record, ofFile, source.name(), counted);
  }

  private @Nullable CloudTrailRecord left(
      CloudTrailRecord record, ObjectRules ofFile, String place, boolean counted)
      throws IOException {
    Family family =
        record.shape() == CloudTrailRecord.Shape.INSIGHT
            ? Family.CLOUDTRAIL_INSIGHT
            : Family.CLOUDTRAIL;
    Reduction reduction =
        ofFile
            .decide(family, record.recipientAccountId(), record.awsRegion(), record.members())
            .reduction();
    if (reduction == null) {
      return record;
    }
    return switch (reducer.reduced(reduction, record, place)) {
      case Reduced.Whole _ -> record;
      case Reduced.Standing(String rule, _) -> {
        count(rule, record, 0, 0, counted);
        yield record;
      }
      case Reduced.Trimmed(String rule, byte[] rest, int saved) -> {
        count(rule, record, 0, saved, counted);
        yield record.of(rest);
      }
      case Reduced.LeftOut(String rule, _, int saved) -> {
        count(rule, record, 1, saved, counted);
        yield null;
      }
    };
  }

  private void count(
      String rule, CloudTrailRecord record, int leftOut, int saved, boolean counted) {
    if (!counted) {
      return;
    }
    Tally tally = tallies.get(rule);
    if (tally != null) {
      tally.events.increment();
      tally.leftOut.add(leftOut);
      tally.bytes.add(saved);
    }
    String id = record.eventId();
    if (id != null && watched.contains(id)) {
      touching.add(rule);
    }
  }

  /** What each rule saves, in the order of the file. */
  public List<Saving> byRule() {
    return rules.reductions().stream()
        .map(reduction -> {
          Tally tally = tallies.getOrDefault(reduction.id(), new Tally());
          return new Saving(
              reduction.id(),
              words(reduction.action()),
              tally.events.sum(),
              tally.leftOut.sum(),
              tally.bytes.sum());
        })
        .toList();
  }

  /** The rules that concern a record that is watched. */
  public Set<String> touching() {
    return new TreeSet<>(touching);
  }

  private static String words(Reduction.Action action) {
    return switch (action) {
      case Reduction.Action.Drop _ -> "drop";
      case Reduction.Action.KeepOneIn(int events) -> "keep one in " + events;
      case Reduction.Action.Trim(List<String> members) -> "trim " + String.join(", ", members);
    };
  }
}
