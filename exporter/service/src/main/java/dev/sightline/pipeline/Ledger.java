package dev.sightline.pipeline;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The objects that this process carried last, or is carrying: SQS and S3 both announce at least
 * once, and an object is sent once. Bounded; what it forgot is sent again, which is harmless.
 */
final class Ledger {
  private final int most;
  private final LinkedHashMap<String, Boolean> carried = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, CompletableFuture<Boolean>> underWay = new LinkedHashMap<>();

  Ledger(int most) {
    this.most = most;
  }

  /** Whether this was carried before. */
  synchronized boolean isCarried(String identity) {
    return carried.get(identity) != null;
  }

  /**
   * Claims an object for the caller, who must end the claim.
   *
   * @return null where the claim is the caller's, else the other claim's end: true if carried
   */
  synchronized @Nullable CompletableFuture<Boolean> claim(String identity) {
    CompletableFuture<Boolean> other = underWay.get(identity);
    if (other == null) {
      underWay.put(identity, new CompletableFuture<>());
    }
    return other;
  }

  /** Ends the caller's claim. */
  synchronized void end(String identity, boolean isCarried) {
    if (isCarried) {
      carried.put(identity, true);
      if (carried.size() > most) {
        carried.remove(carried.firstEntry().getKey());
      }
    }
    CompletableFuture<Boolean> claim = underWay.remove(identity);
    if (claim != null) {
      claim.complete(isCarried);
    }
  }
}
