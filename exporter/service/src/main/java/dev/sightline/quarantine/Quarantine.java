package dev.sightline.quarantine;

/** Where entries are kept. */
public interface Quarantine {

  /**
   * Keeps an entry; when this returns, it is kept.
   *
   * @throws QuarantineException where it could not be kept: nothing may be deleted for it
   */
  void store(Entry entry) throws QuarantineException;

  /** Where it is, for a person. */
  String place();
}
