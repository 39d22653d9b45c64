package dev.sightline.spl.event;

/**
 * How fields are taken out of an event.
 *
 * @param cutoff bytes of the event that are read, 0 for all; Splunk reads 5,000 by default
 * @param addOnView whether the fields are rewritten as the add-on for AWS does
 */
public record Extraction(int cutoff, boolean addOnView) {
  /** All of the event, nothing rewritten. */
  public static final Extraction WHOLE = new Extraction(0, false);

  /** Bytes that Splunk's automatic extraction reads by default. */
  public static final int SPLUNK_CUTOFF = 5_000;
}
