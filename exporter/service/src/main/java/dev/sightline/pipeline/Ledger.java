package dev.sightline.pipeline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;

/**
 * The objects that this process carried last, or is carrying: SQS and S3 both announce at least
 * once, and an object is sent once. Bounded; what it forgot is sent again, which is harmless.
 */
final class Ledger {
  private final int most;
  private final LinkedHashMap<String, Boolean> carried = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, CountDownLatch> underWay = new HashMap<>();

  /** What the ledger says to one who wants to carry an object. */
  sealed interface Claim {

    /** It is the caller's to carry, who must end the claim. */
    record Granted() implements Claim {}

    /** It was carried before. */
    record Carried() implements Claim {}

    /**
     * Another journey carries it.
     *
     * @param end reached when the other's claim ends, however it ends
     */
    record Held(CountDownLatch end) implements Claim {}
  }

  Ledger(int most) {
    this.most = most;
  }

  /** Claims an object for the caller, if nobody carries it or has carried it. */
  synchronized Claim claim(String identity) {
    if (carried.get(identity) != null) {
      return new Claim.Carried();
    }
    CountDownLatch other = underWay.get(identity);
    if (other != null) {
      return new Claim.Held(other);
    }
    underWay.put(identity, new CountDownLatch(1));
    return new Claim.Granted();
  }

  /** The object is carried: it is not sent again. */
  synchronized void carried(String identity) {
    carried.put(identity, true);
    if (carried.size() > most) {
      carried.remove(carried.firstEntry().getKey());
    }
  }

  /** Ends the caller's claim. */
  synchronized void end(String identity) {
    CountDownLatch claim = underWay.remove(identity);
    if (claim != null) {
      claim.countDown();
    }
  }
}
