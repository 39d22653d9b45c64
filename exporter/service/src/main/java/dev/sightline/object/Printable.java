package dev.sightline.object;

/** Text from outside, made fit for one line of a log or a terminal. */
public final class Printable {
  /** Room for the longest key S3 accepts, a bucket and a version. */
  private static final int MAXIMUM_CHARACTERS = 1_500;

  private Printable() {}

  /** Control, format and unpaired characters become escapes; what is too long ends in "…". */
  public static String of(String text) {
    StringBuilder out = new StringBuilder(Math.min(text.length(), MAXIMUM_CHARACTERS) + 8);
    int at = 0;
    while (at < text.length()) {
      if (out.length() >= MAXIMUM_CHARACTERS) {
        return out.append('…').toString();
      }
      int point = text.codePointAt(at);
      at += Character.charCount(point);
      switch (Character.getType(point)) {
        case Character.CONTROL,
            Character.FORMAT,
            Character.LINE_SEPARATOR,
            Character.PARAGRAPH_SEPARATOR,
            Character.PRIVATE_USE,
            Character.SURROGATE,
            Character.UNASSIGNED ->
            out.append("\\u{").append(Integer.toHexString(point)).append('}');
        default -> out.appendCodePoint(point);
      }
    }
    return out.toString();
  }
}
