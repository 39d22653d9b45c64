package dev.sightline.envelope;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A line of text as a JSON string: what Splunk indexes is the line again, byte for byte, but for
 * bytes that are no UTF-8: Splunk would refuse them, and the whole batch with them.
 */
final class JsonText {
  private static final byte[] HEX = "0123456789abcdef".getBytes(StandardCharsets.US_ASCII);

  private JsonText() {}

  static byte[] quoted(byte[] line, int from, int bytes) {
    boolean ascii = isAscii(line, from, bytes);
    byte[] buffer =
        ascii
            ? line
            : new String(line, from, bytes, StandardCharsets.UTF_8)
                .getBytes(StandardCharsets.UTF_8);
    return escaped(buffer, ascii ? from : 0, ascii ? bytes : buffer.length);
  }

  private static boolean isAscii(byte[] buffer, int offset, int length) {
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] < 0) {
        return false;
      }
    }
    return true;
  }

  private static byte[] escaped(byte[] buffer, int offset, int length) {
    byte[] text = new byte[length + 2];
    int at = 0;
    text[at++] = '"';
    for (int i = offset; i < offset + length; i++) {
      byte c = buffer[i];
      boolean escaped = c == '"' || c == '\\';
      boolean control = c >= 0 && c < ' ';
      if (escaped || control) {
        text = Arrays.copyOf(text, text.length + 5);
        text[at++] = '\\';
        if (escaped) {
          text[at++] = c;
        } else {
          text[at++] = 'u';
          text[at++] = '0';
          text[at++] = '0';
          text[at++] = HEX[c >> 4];
          text[at++] = HEX[c & 15];
        }
      } else {
        text[at++] = c;
      }
    }
    text[at++] = '"';
    return at == text.length ? text : Arrays.copyOf(text, at);
  }
}
