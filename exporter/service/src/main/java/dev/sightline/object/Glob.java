package dev.sightline.object;

/** A glob as a regular expression. */
final class Glob {
  private final String glob;
  private final StringBuilder regex = new StringBuilder();
  private int at;
  private int alternatives;

  private Glob(String glob) {
    this.glob = glob;
  }

  /**
   * The regular expression of a glob; what stands open in a glob is a problem of the regular
   * expression.
   */
  static String regex(String glob) {
    return new Glob(glob).translated();
  }

  /** The next slash that is not one of several alternatives, or -1. */
  static int slash(String glob, int from) {
    int open = 0;
    for (int i = from; i < glob.length(); i++) {
      switch (glob.charAt(i)) {
        case '{' -> open++;
        case '}' -> open--;
        case '/' -> {
          return open == 0 ? i : -1;
        }
        default -> {}
      }
    }
    return -1;
  }

  private String translated() {
    while (at < glob.length()) {
      char c = glob.charAt(at++);
      switch (c) {
        case '*' -> star();
        case '?' -> regex.append("[^/]");
        case '[' -> characters();
        case '{' -> {
          alternatives++;
          regex.append("(?:");
        }
        case '}' -> {
          boolean closes = alternatives > 0;
          alternatives -= closes ? 1 : 0;
          regex.append(closes ? ")" : "\\}");
        }
        case ',' -> regex.append(alternatives > 0 ? "|" : ",");
        default -> literal(c);
      }
    }
    return regex.toString();
  }

  /** {@code **} followed by a slash is any number of folders, none included. */
  private void star() {
    if (!glob.startsWith("*", at)) {
      regex.append("[^/]*");
      return;
    }
    at++;
    boolean begins = at == 2 || glob.charAt(at - 3) == '/';
    if (begins && glob.startsWith("/", at)) {
      at++;
      regex.append("(?:.*/)?");
    } else {
      regex.append(".*");
    }
  }

  private void characters() {
    int end = glob.indexOf(']', at + 1);
    if (end < 0) {
      regex.append('[');
      return;
    }
    String set = glob.substring(at, end);
    boolean not = set.startsWith("!") || set.startsWith("^");
    String bare = (not ? set.substring(1) : set).replace("\\", "\\\\").replace("[", "\\[");
    regex.append(not ? "[^/" : "[").append(bare).append(']');
    at = end + 1;
  }

  private void literal(char c) {
    if (!Character.isLetterOrDigit(c) && c < 128) {
      regex.append('\\');
    }
    regex.append(c);
  }
}
