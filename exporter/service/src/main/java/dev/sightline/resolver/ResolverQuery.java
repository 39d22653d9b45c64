package dev.sightline.resolver;

import org.jspecify.annotations.Nullable;

/**
 * One query: a view of the reader's window, valid only during {@link QueryConsumer#accept}.
 *
 * @param buffer holds the line's bytes, and others around them; not to be written to
 * @param ordinal its place among the lines of the log, from 0, unreadable ones included
 * @param timeMillis milliseconds since 1970, -1 where absent or unreadable
 * @param accountId null where absent
 */
@SuppressWarnings("ArrayRecordComponent") // A view: no one compares it or keeps it.
public record ResolverQuery(
    byte[] buffer,
    int offset,
    int length,
    long ordinal,
    long timeMillis,
    @Nullable String accountId) {

  /** The same query at another place of its file. */
  public ResolverQuery at(long place) {
    return new ResolverQuery(buffer, offset, length, place, timeMillis, accountId);
  }
}
