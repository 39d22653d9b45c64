package dev.sightline.spl.event;

/**
 * How fields are taken out of an event.
 *
 * @param cutoff bytes of the event that are read, 0 for all; Splunk reads 5,000 by default
 * @param addOnView whether the fields are rewritten as the add-on for AWS does
 * @param rules what is added then
 */
public record Extraction(int cutoff, boolean addOnView, FieldRules rules) {
  /** All of the event, nothing rewritten. */
  public static final Extraction WHOLE = new Extraction(0, false);

  /** Bytes that Splunk's automatic extraction reads by default. */
  public static final int SPLUNK_CUTOFF = 5_000;

  /** Without rules of anybody's own. */
  public Extraction(int cutoff, boolean addOnView) {
    this(cutoff, addOnView, FieldRules.NONE);
  }

  /** All of the event, as searches of others find it. */
  public static Extraction asAddOn(FieldRules rules) {
    return new Extraction(0, true, rules);
  }
}
