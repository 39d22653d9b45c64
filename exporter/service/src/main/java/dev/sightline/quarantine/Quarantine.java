package dev.sightline.quarantine;

import java.util.List;

/** Where entries are kept. */
public interface Quarantine {

  /**
   * Keeps an entry; when this returns, it is kept.
   *
   * @throws QuarantineException where it could not be kept: nothing may be deleted for it
   */
  void store(Entry entry) throws QuarantineException;

  /**
   * What is kept, oldest first as far as the place knows an order. Where the place is a queue, the
   * entries are hidden from others until {@link #putBack}.
   *
   * @param most entries at most
   * @throws QuarantineException where it cannot be read
   */
  List<Kept> list(int most) throws QuarantineException;

  /**
   * Shows entries again that {@link #list} hid.
   *
   * @throws QuarantineException where the place does not answer: they show by themselves, later
   */
  void putBack(List<Kept> entries) throws QuarantineException;

  /**
   * Forgets an entry.
   *
   * @throws QuarantineException where it is still kept
   */
  void remove(Kept entry) throws QuarantineException;

  /** Where it is, for a person. */
  String place();
}
