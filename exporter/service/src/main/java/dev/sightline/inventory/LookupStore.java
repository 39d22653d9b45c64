package dev.sightline.inventory;

import java.util.List;

/**
 * Where the lookups are. Rows are replaced one by one by their key, never all at once: whoever
 * reads a lookup meanwhile sees old rows and new ones, and never an empty table.
 */
public interface LookupStore extends AutoCloseable {
  /** Rows of one {@link Session#upsert}, at most. */
  int SLICE = 500;

  /** Where it is, for messages. */
  String place();

  /** Whether the rows that are there can be read; else nothing can be compared with them. */
  boolean isReadable();

  /**
   * Opens one lookup.
   *
   * @throws StoreException with a sentence, where it is not there or may not be used
   */
  Session open(Layout layout) throws StoreException;

  @Override
  default void close() {}

  /** Reading and writing of one lookup, by one thread. */
  interface Session extends AutoCloseable {

    /** Gives every row that is there. */
    void read(RowConsumer consumer) throws StoreException;

    /** Writes rows, each in the place of the one with its key. */
    void upsert(List<Row> rows) throws StoreException;

    /**
     * Decides about the rows that this session has not written.
     *
     * @param generation that of the rows that it has written
     */
    void sweep(long generation, Sweep sweep) throws StoreException;

    /** Makes sure that all of it is there; the session ends. */
    void commit() throws StoreException;

    /** Without {@link #commit} a store may forget what was written. */
    @Override
    default void close() {}
  }

  /** What becomes of a row that the refresh has not written. */
  @FunctionalInterface
  interface Sweep {
    Fate fate(Row row);
  }

  /** What becomes of a row. */
  sealed interface Fate {
    /** It stays as it is. */
    record Keep() implements Fate {}

    /** Another one with the same key takes its place. */
    record Replace(Row row) implements Fate {}

    /** It goes: nothing has told of it for longer than it is kept. */
    record Remove() implements Fate {}
  }
}
