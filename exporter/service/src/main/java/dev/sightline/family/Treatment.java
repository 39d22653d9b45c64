package dev.sightline.family;

/** What becomes of a family. */
public enum Treatment {
  /** It is sent to Splunk. */
  CARRY,
  /** It is counted under its name, and nothing more. */
  IGNORE,
  /** It is kept in the quarantine. */
  QUARANTINE
}
