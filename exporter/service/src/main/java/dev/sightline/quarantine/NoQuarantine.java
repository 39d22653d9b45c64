package dev.sightline.quarantine;

import java.util.List;

/** Where the operator waived the dead-letter queue and named no other place: keeps nothing. */
public final class NoQuarantine implements Quarantine {

  @Override
  public void store(Entry entry) throws QuarantineException {
    throw new QuarantineException(
        "there is no place to keep it: give SIGHTLINE_QUARANTINE, or the queue a dead-letter"
            + " queue");
  }

  @Override
  public List<Kept> list(int most) {
    return List.of();
  }

  @Override
  public void putBack(List<Kept> entries) {}

  @Override
  public void remove(Kept entry) {}

  @Override
  public String place() {
    return "nowhere";
  }
}
