package dev.sightline.pipeline;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/**
 * The objects that this process carried last, or is carrying: SQS and S3 both announce at least
 * once, and an object is sent once. Bounded; what it forgot is sent again, which is harmless.
 */
final class Ledger {
  private final int most;
  private final LinkedHashMap<String, Boolean> carried = new LinkedHashMap<>(16, 0.75f, true);
  private final LinkedHashMap<String, Part> parts = new LinkedHashMap<>(16, 0.75f, true);
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

  /**
   * An object of which some destinations have all that is theirs, and others not.
   *
   * @param rules by which it was decided what goes where: under others it means nothing
   * @param whole the destinations that have theirs, a bit for each
   * @param lacking those that do not
   */
  record Part(Object rules, long whole, long lacking) {}

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
    parts.remove(identity);
    carried.put(identity, true);
    if (carried.size() > most) {
      carried.remove(carried.firstEntry().getKey());
    }
  }

  /** Some of the object is where it belongs: that is not sent again. */
  synchronized void partly(String identity, Part part) {
    parts.put(identity, part);
    if (parts.size() > most) {
      parts.remove(parts.firstEntry().getKey());
    }
  }

  /** What is where it belongs of an object that is not carried; null where nothing is known. */
  synchronized @Nullable Part part(String identity, Object rules) {
    Part part = parts.get(identity);
    return part != null && part.rules().equals(rules) ? part : null;
  }

  /** Ends the caller's claim. */
  synchronized void end(String identity) {
    CountDownLatch claim = underWay.remove(identity);
    if (claim != null) {
      claim.countDown();
    }
  }
}
