package dev.sightline.stand;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which fault meets which request: first those for the next requests, then the lasting ones. */
final class HecScript {
  private record Entry(HecReceiver.Target target, HecFault fault) {}

  /**
   * What meets one request.
   *
   * @param fault at most one
   * @param refusals all refusals of events
   * @param healings how often the receiver had been healed by then
   */
  record Plan(@Nullable HecFault fault, List<HecFault.RefusesEvents> refusals, long healings) {}

  private final List<Entry> next = new ArrayList<>();
  private final List<Entry> always = new ArrayList<>();
  private long healings;

  synchronized void next(HecReceiver.Target target, List<HecFault> faults) {
    faults.forEach(fault -> next.add(new Entry(target, fault)));
  }

  synchronized void always(HecReceiver.Target target, HecFault fault) {
    always.add(new Entry(target, fault));
  }

  synchronized void heal() {
    next.clear();
    always.clear();
    healings++;
    notifyAll();
  }

  /** Waits for the first {@link #heal} after the plan was made. */
  synchronized void awaitHealing(Plan plan) throws InterruptedException {
    while (healings == plan.healings()) {
      wait();
    }
  }

  synchronized Plan plan(RequestKind kind, int indexer) {
    HecFault fault = null;
    List<HecFault.RefusesEvents> refusals = new ArrayList<>();
    for (Iterator<Entry> entries = next.iterator(); fault == null && entries.hasNext(); ) {
      Entry entry = entries.next();
      if (entry.target().covers(kind, indexer)) {
        fault = entry.fault();
        entries.remove();
      }
    }
    for (Entry entry : always) {
      if (entry.target().covers(kind, indexer)) {
        if (entry.fault() instanceof HecFault.RefusesEvents refusal) {
          refusals.add(refusal);
        } else if (fault == null) {
          fault = entry.fault();
        }
      }
    }
    if (fault instanceof HecFault.RefusesEvents refusal) {
      refusals.addFirst(refusal);
      fault = null;
    }
    return new Plan(fault, refusals, healings);
  }
}
