package dev.sightline.redelivery;

/** Sends an event of the exporter's own the way that records go. */
@FunctionalInterface
public interface Teller {

  /**
   * Sends one event and waits for its fate.
   *
   * @param id its {@code sightline_id}
   * @param json an object
   * @return whether Splunk has it, as far as the guarantee goes
   */
  boolean tell(String id, byte[] json) throws InterruptedException;
}
