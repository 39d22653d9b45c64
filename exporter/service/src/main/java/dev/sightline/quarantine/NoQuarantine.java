package dev.sightline.quarantine;

/** Where the operator waived the dead-letter queue and named no other place: keeps nothing. */
public final class NoQuarantine implements Quarantine {

  @Override
  public void store(Entry entry) throws QuarantineException {
    throw new QuarantineException(
        "there is no place to keep it: give SIGHTLINE_QUARANTINE, or the queue a dead-letter"
            + " queue");
  }

  @Override
  public String place() {
    return "nowhere";
  }
}
