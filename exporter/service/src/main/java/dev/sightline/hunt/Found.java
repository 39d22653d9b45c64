package dev.sightline.hunt;

import org.jspecify.annotations.Nullable;

/**
 * An object of a file: a view of the reader's window, valid only while it is looked at.
 *
 * @param time seconds since 1970 by its eventTime, NaN where it has none
 * @param account recipientAccountId
 */
record Found(byte[] json, int offset, int length, double time, @Nullable String account) {
  byte[] copy() {
    byte[] copy = new byte[length];
    System.arraycopy(json, offset, copy, 0, length);
    return copy;
  }
}
