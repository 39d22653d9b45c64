package dev.sightline.route;

import dev.sightline.family.Family;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/**
 * All rules of a file, as they were when it was read. Immutable, but for values that it remembers;
 * safe for any threads.
 */
public final class Rules {
  /** The name of what is not decided by a route. */
  public static final String DEFAULT = "default";

  /** No rules: every event goes where the settings say, as it is. */
  public static final Rules NONE =
      new Rules(List.of(), List.of(Target.STANDARD), List.of(), Splunks.NONE, Accounts.NONE);

  private final List<Route> routes;
  private final List<Target> otherwise;
  private final List<Reduction> reductions;
  private final Splunks splunks;
  private final List<When> all;
  private final Accounts inventory;
  private final Decision[] decisions;
  private final long[] withoutMembers;
  private final MemberMasks[] members;
  private final TextMasks families;
  private final TextMasks accounts;
  private final TextMasks regions;
  private final TextMasks buckets;
  private final boolean byKey;

  /**
   * @param otherwise where an event goes that meets no route
   */
  Rules(
      List<Route> routes,
      List<Target> otherwise,
      List<Reduction> reductions,
      Splunks splunks,
      Accounts inventory) {
    this.routes = List.copyOf(routes);
    this.otherwise = List.copyOf(otherwise);
    this.reductions = List.copyOf(reductions);
    this.splunks = splunks;
    this.inventory = inventory;
    this.all =
        Stream.concat(routes.stream().map(Route::when), reductions.stream().map(Reduction::when))
            .toList();
    this.decisions =
        Stream.concat(
                routes.stream().map(route -> new Decision(route.id(), route.targets(), null)),
                Stream.of(new Decision(DEFAULT, this.otherwise, null)))
            .toArray(Decision[]::new);
    this.withoutMembers = Bits.all(all.size());
    for (int rule = 0; rule < all.size(); rule++) {
      if (all.get(rule).ofRecords()) {
        Bits.clear(withoutMembers, rule);
      }
    }
    this.members =
        Arrays.stream(Condition.values())
            .filter(each -> each.member() != null && !Bits.isEmpty(minding(each)))
            .map(this::members)
            .toArray(MemberMasks[]::new);
    this.families = texts(Condition.FAMILY);
    this.regions = texts(Condition.REGION);
    this.buckets = texts(Condition.BUCKET);
    this.accounts = new TextMasks(this::ofAccount);
    this.byKey = !Bits.isEmpty(minding(Condition.KEY));
  }

  /** Whether there is nothing to decide. */
  public boolean isEmpty() {
    return this == NONE;
  }

  /** In the order of the file. */
  public List<Route> routes() {
    return routes;
  }

  /** Where an event goes that meets no route. */
  public List<Target> otherwise() {
    return otherwise;
  }

  /** In the order of the file. */
  public List<Reduction> reductions() {
    return reductions;
  }

  /** The names of the file's Splunks, in its order; that of the settings is not among them. */
  public List<String> destinations() {
    return splunks.names();
  }

  /** How those are sent to, as text: the same while nothing of it changes. */
  public String destinationSettings() {
    return splunks.settings();
  }

  /**
   * The Splunks that the file describes.
   *
   * @param settings all that is said of them, as text
   */
  record Splunks(List<String> names, String settings) {
    static final Splunks NONE = new Splunks(List.of(), "");

    Splunks {
      names = List.copyOf(names);
    }
  }

  /** Every place where an event may go. */
  public Set<Target> targets() {
    Set<Target> targets = new LinkedHashSet<>();
    routes.forEach(route -> targets.addAll(route.targets()));
    targets.addAll(otherwise);
    return targets;
  }

  /**
   * The rules for one object.
   *
   * @param bucket that it lies in; empty for what lies in none
   * @param key its key, or a file's name; empty for what has none
   */
  public ObjectRules object(String bucket, String key) {
    long[] left = buckets.of(bucket);
    if (byKey) {
      left = left.clone();
      Bits.keep(left, mask(Condition.KEY, key));
    }
    return new ObjectRules(this, left, key);
  }

  /** Keeps the rules that do not mind. */
  void narrow(long[] candidates, Family family, String account, String region) {
    Bits.keep(candidates, families.of(family.id()));
    Bits.keep(candidates, accounts.of(account));
    Bits.keep(candidates, regions.of(region));
  }

  /** The rules that ask for no member of a record. */
  long[] withoutMembers() {
    return withoutMembers;
  }

  /** What rules ask for of a record. */
  MemberMasks[] members() {
    return members;
  }

  /** What the first of the rules that are left decide. */
  Decision decision(long[] left) {
    int count = routes.size();
    Decision route = decisions[Bits.first(left, 0, count)];
    int reduction = Bits.first(left, count, all.size()) - count;
    return reduction == reductions.size()
        ? route
        : new Decision(route.route(), route.targets(), reductions.get(reduction));
  }

  private MemberMasks members(Condition condition) {
    var name = condition.member();
    if (name == null) {
      throw new IllegalArgumentException(condition + " is none of a record's");
    }
    return new MemberMasks(name, minding(condition), text -> mask(condition, text));
  }

  private TextMasks texts(Condition condition) {
    return new TextMasks(text -> mask(condition, text));
  }

  /** The rules that ask for the condition. */
  private long[] minding(Condition condition) {
    long[] bits = new long[Bits.words(all.size())];
    for (int rule = 0; rule < all.size(); rule++) {
      if (all.get(rule).conditions().containsKey(condition)) {
        Bits.set(bits, rule);
      }
    }
    return bits;
  }

  private long[] mask(Condition condition, String text) {
    long[] bits = Bits.all(all.size());
    for (int rule = 0; rule < all.size(); rule++) {
      if (!all.get(rule).admits(condition, text)) {
        Bits.clear(bits, rule);
      }
    }
    return bits;
  }

  private long[] ofAccount(String account) {
    long[] bits = mask(Condition.ACCOUNT, account);
    Accounts.Account known = inventory.of(account);
    Bits.keep(bits, mask(Condition.ENVIRONMENT, known.environment()));
    Bits.keep(bits, mask(Condition.OWNER, known.owner()));
    Bits.keep(bits, mask(Condition.ORGANIZATIONAL_UNIT, known.organizationalUnit()));
    return bits;
  }
}
