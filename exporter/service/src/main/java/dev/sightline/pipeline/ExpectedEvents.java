package dev.sightline.pipeline;

import dev.sightline.content.EventConsumer;
import dev.sightline.hec.HecEvent;
import dev.sightline.redelivery.Expected;
import dev.sightline.redelivery.Inquiry;
import java.util.BitSet;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Notes what would be sent, and sends nothing; then asks each Splunk that can be asked what it has
 * of that.
 */
final class ExpectedEvents implements EventConsumer {
  private final Outlets outlets;
  private final @Nullable String object;
  private final long skipped;
  private final Map<Place, Expected> expected = new HashMap<>();

  /** Where an event goes: the same id somewhere else is no proof. */
  private record Place(int destination, @Nullable String index) {}

  /** What is there already, by destination and index. */
  static final class Present {
    static final Present NOTHING = new Present(Map.of());

    private final Map<Place, BitSet> ordinals;

    private Present(Map<Place, BitSet> ordinals) {
      this.ordinals = ordinals;
    }

    boolean has(long ordinal, HecEvent event) {
      if (ordinals.isEmpty()) {
        return false;
      }
      BitSet there = ordinals.get(new Place(event.destination(), event.index()));
      return there != null && ordinal < there.length() && there.get((int) ordinal);
    }
  }

  /**
   * @param object the identity that the ids of an object begin with; null for what a message itself
   *     carries
   * @param skipped the destinations that nothing is sent to, a bit for each
   */
  ExpectedEvents(Outlets outlets, @Nullable String object, long skipped) {
    this.outlets = outlets;
    this.object = object;
    this.skipped = skipped;
  }

  /** Asks; what cannot be told counts as absent. */
  Present ask(long receivedNanos) throws InterruptedException {
    Map<Place, BitSet> present = new HashMap<>();
    for (Map.Entry<Place, Expected> entry : expected.entrySet()) {
      Place place = entry.getKey();
      Inquiry inquiry = outlets.get(place.destination()).inquiry();
      if (inquiry != null && place.index() != null && !outlets.isGivenUp(place.destination())) {
        present.put(place, inquiry.present(entry.getValue(), place.index(), receivedNanos));
      }
    }
    return new Present(present);
  }

  @Override
  public void accept(HecEvent event, long ordinal) {
    if ((skipped >> event.destination() & 1) == 0
        && outlets.get(event.destination()).inquiry() != null) {
      expected
          .computeIfAbsent(new Place(event.destination(), event.index()), _ -> new Expected(object))
          .add(ordinal, event.sightlineId(), event.timeMillis());
    }
  }

  @Override
  public void acceptOnce(HecEvent event, long ordinal) {
    accept(event, ordinal);
  }

  @Override
  public void uncarried(long ordinal, String reason) {}

  @Override
  public void nothing(String name) {}

  @Override
  public void untimed() {}

  @Override
  public void doubtful(long ordinal, String reason) {}
}
