package dev.sightline.inventory;

/** Is told how far a refresh is; called by several threads. */
@FunctionalInterface
public interface Progress {
  /** So many of all accounts have been asked for this lookup. */
  void at(String lookup, int done, int all);
}
