package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;

/** Many batches at once, and what became of their events at the receivers. */
final class Load {
  private final List<Told> batches = new ArrayList<>();
  private final List<Future<Told>> deliveries = new ArrayList<>();

  /** Gives so many batches of four events to the destination, each on a thread of its own. */
  static Load start(Destination destination, String name, int batches) {
    Load load = new Load();
    for (int i = 0; i < batches; i++) {
      Told told = Told.of(name + i, 4);
      load.batches.add(told);
      load.deliveries.add(told.deliverMeanwhile(destination));
    }
    return load;
  }

  Load await() throws InterruptedException, ExecutionException {
    for (Future<Told> delivery : deliveries) {
      delivery.get();
    }
    return this;
  }

  Set<String> ids() {
    Set<String> ids = new TreeSet<>();
    batches.forEach(batch -> ids.addAll(batch.ids()));
    return ids;
  }

  Set<String> delivered() {
    Set<String> ids = new HashSet<>();
    batches.forEach(batch -> ids.addAll(batch.delivered));
    return ids;
  }

  /** Every event is delivered, and everything that is called delivered is there. */
  Load assertNothingLost(HecReceiver... receivers) {
    Set<String> there = Told.idsAt(receivers);
    Set<String> missing = new TreeSet<>(delivered());
    missing.removeAll(there);
    assertEquals(Set.of(), missing, "called delivered and not there");
    for (Told batch : batches) {
      assertEquals(Map.of(), batch.rejected);
      assertEquals(Map.of(), batch.unresolved);
      assertEquals(batch.ids(), batch.delivered);
    }
    assertTrue(there.containsAll(ids()));
    return this;
  }
}
