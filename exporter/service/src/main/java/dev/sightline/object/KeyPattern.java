package dev.sightline.object;

import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.ArrayList;
import java.util.List;

/**
 * One pattern over keys: a glob over the whole key, or a regular expression that is found somewhere
 * in it, written {@code /…/} or {@code regex:…}. Both are matched in a time that grows with the
 * key's length and no faster, whatever the key: S3's keys are anybody's.
 *
 * <p>Of a glob, {@code *} is any text within a folder's name, {@code **} also across folders,
 * {@code ?} one character, {@code [a-z]} one of these, {@code {a,b}} one of those. One that ends
 * with a slash is for everything below.
 */
public final class KeyPattern {
  private static final String REGEX = "regex:";
  private static final int MOST_CHARACTERS = 1_000;

  private final String text;
  private final boolean glob;
  private final Pattern pattern;

  /** A glob's folders up to the first that may be several. */
  private final List<Pattern> folders;

  private KeyPattern(String text, boolean glob, Pattern pattern, List<Pattern> folders) {
    this.text = text;
    this.glob = glob;
    this.pattern = pattern;
    this.folders = List.copyOf(folders);
  }

  /**
   * Reads a pattern.
   *
   * @throws IllegalArgumentException where it is none, in one sentence
   */
  public static KeyPattern of(String text) {
    if (text.isEmpty() || text.length() > MOST_CHARACTERS) {
      throw new IllegalArgumentException(
          "A pattern has 1 to " + MOST_CHARACTERS + " characters, not " + text.length() + ".");
    }
    boolean slashes = text.length() > 2 && text.startsWith("/") && text.endsWith("/");
    try {
      if (slashes || text.startsWith(REGEX)) {
        String regex =
            slashes ? text.substring(1, text.length() - 1) : text.substring(REGEX.length());
        return new KeyPattern(text, false, Pattern.compile(regex, Pattern.DOTALL), List.of());
      }
      String glob = text.endsWith("/") ? text + "**" : text;
      return new KeyPattern(glob, true, compiled(glob), folders(glob));
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "The pattern '" + Printable.of(text) + "' is not understood: " + e.getDescription() + ".",
          e);
    }
  }

  private static Pattern compiled(String glob) {
    return Pattern.compile(Glob.regex(glob), Pattern.DOTALL);
  }

  private static List<Pattern> folders(String glob) {
    List<Pattern> folders = new ArrayList<>();
    int from = 0;
    for (int slash = Glob.slash(glob, 0); slash >= 0; slash = Glob.slash(glob, from)) {
      String folder = glob.substring(from, slash);
      if (folder.contains("**")) {
        break;
      }
      folders.add(compiled(folder));
      from = slash + 1;
    }
    return folders;
  }

  /** Whether it takes a key. */
  public boolean matches(String key) {
    return glob ? pattern.matches(key) : pattern.matcher(key).find();
  }

  /**
   * Whether it may take a key below a prefix.
   *
   * @param prefix ends with a slash
   */
  boolean mayMatchBelow(String prefix) {
    String[] names = prefix.split("/", -1);
    int depth = Math.min(folders.size(), names.length - 1);
    for (int i = 0; i < depth; i++) {
      if (!folders.get(i).matches(names[i])) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it takes every key below a prefix. Only where that is certain.
   *
   * @param prefix ends with a slash
   */
  boolean matchesAllBelow(String prefix) {
    return glob && text.endsWith("**") && pattern.matches(prefix);
  }

  /** As it was written. */
  public String text() {
    return text;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof KeyPattern pattern && pattern.text.equals(text);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
