package dev.sightline.batch;

import dev.sightline.hec.Batch;
import dev.sightline.hec.Verdicts;

/** Takes batches away; must tell the verdicts of every event, sooner or later, and not block. */
@FunctionalInterface
public interface Carrier {
  void carry(Batch batch, Verdicts verdicts, Runnable settled);
}
