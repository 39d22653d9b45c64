package dev.sightline.stand;

import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The scripted refusals, over the events of one request. */
final class EventRefusals implements Function<ReceivedEvent, @Nullable HecCode> {
  private final List<HecFault.RefusesEvents> refusals;
  private HecFault.@Nullable RefusesEvents first;

  EventRefusals(List<HecFault.RefusesEvents> refusals) {
    this.refusals = refusals;
  }

  @Override
  public @Nullable HecCode apply(ReceivedEvent event) {
    for (HecFault.RefusesEvents refusal : refusals) {
      if (refusal.offender().test(event)) {
        first = first == null ? refusal : first;
        return refusal.code();
      }
    }
    return null;
  }

  /** Whether the events after an offender are looked at too. */
  boolean goesOn() {
    return refusals.stream()
        .anyMatch(refusal -> refusal.neighbours() == HecFault.Neighbours.ALL_ARE_TAKEN);
  }

  boolean noneIsTaken() {
    return first != null && first.neighbours() == HecFault.Neighbours.NONE_IS_TAKEN;
  }

  /** The number that the answer names: from 1 for a wrong index, else from 0, and shifted. */
  int eventNumber(EnvelopeReader.Refusal refusal) {
    int base = refusal.code() == HecCode.INCORRECT_INDEX ? 1 : 0;
    return refusal.position() + base + (first == null ? 0 : first.shift());
  }
}
