package dev.sightline.lines;

import java.nio.charset.StandardCharsets;

/**
 * One line, without its end: a view of the reader's window, valid until the next one is asked for.
 *
 * @param buffer holds the line's bytes, and others around them; not to be written to
 * @param bytes how long the line is, also where it is not held
 * @param whole false where the line is longer than the bound: its bytes are not there
 */
@SuppressWarnings("ArrayRecordComponent") // A view: no one compares it or keeps it.
public record Line(byte[] buffer, int offset, int length, long bytes, boolean whole) {

  /** Whether there is nothing but white space in it. */
  public boolean isBlank() {
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] != ' ' && buffer[i] != '\t') {
        return false;
      }
    }
    return whole;
  }

  /** The line as text; what is not UTF-8 becomes U+FFFD. */
  public String text() {
    return new String(buffer, offset, length, StandardCharsets.UTF_8);
  }
}
