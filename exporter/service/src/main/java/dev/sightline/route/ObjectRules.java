package dev.sightline.route;

import dev.sightline.cloudtrail.RecordMembers;
import dev.sightline.family.Family;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The rules as they are for one object, or for one message that brings its event itself: what its
 * bucket and key decide is decided once, and so is what its family, account and region decide, for
 * as long as they stay the same. For one thread.
 */
public final class ObjectRules {
  private final Rules rules;
  private final long[] ofObject;
  private final KeyPlaces places;
  private final long[] candidates;
  private final long[] left;
  private MemberMasks[] members = {};
  private @Nullable Family family;
  private String account = "";
  private String region = "";
  private @Nullable Decision withoutMembers;

  /**
   * @param ofObject the rules that bucket and key leave; not written to
   */
  ObjectRules(Rules rules, long[] ofObject, String key) {
    this.rules = rules;
    this.ofObject = ofObject;
    this.places = new KeyPlaces(key);
    this.candidates = new long[ofObject.length];
    this.left = new long[ofObject.length];
  }

  /** Whether there is nothing to decide. */
  public boolean isEmpty() {
    return rules.isEmpty();
  }

  /**
   * What becomes of an event that is no record of CloudTrail.
   *
   * @param account that it tells of; where it tells of none, that of its key
   * @param region likewise
   */
  public Decision decide(Family family, @Nullable String account, @Nullable String region) {
    if (rules.isEmpty()) {
      return Decision.STANDARD;
    }
    narrow(family, account, region);
    Decision known = withoutMembers;
    if (known == null) {
      System.arraycopy(candidates, 0, left, 0, left.length);
      Bits.keep(left, rules.withoutMembers());
      known = rules.decision(left);
      withoutMembers = known;
    }
    return known;
  }

  /** What becomes of a record of CloudTrail. */
  public Decision decide(
      Family family, @Nullable String account, @Nullable String region, RecordMembers record) {
    if (rules.isEmpty()) {
      return Decision.STANDARD;
    }
    narrow(family, account, region);
    System.arraycopy(candidates, 0, left, 0, left.length);
    for (MemberMasks each : members) {
      if (each.matters(left)) {
        Bits.keep(left, each.of(record));
      }
    }
    return rules.decision(left);
  }

  private void narrow(Family ofFamily, @Nullable String ofAccount, @Nullable String ofRegion) {
    String accountNow = ofAccount == null || ofAccount.isEmpty() ? places.account() : ofAccount;
    String regionNow = ofRegion == null || ofRegion.isEmpty() ? places.region() : ofRegion;
    if (ofFamily == family && accountNow.equals(account) && regionNow.equals(region)) {
      return;
    }
    family = ofFamily;
    account = accountNow;
    region = regionNow;
    System.arraycopy(ofObject, 0, candidates, 0, candidates.length);
    rules.narrow(candidates, ofFamily, accountNow, regionNow);
    withoutMembers = null;
    members =
        Arrays.stream(rules.members())
            .filter(each -> each.matters(candidates))
            .toArray(MemberMasks[]::new);
  }
}
