package dev.sightline.configuration;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Takes secrets out of text that leaves this process: a server may repeat in its answer what it was
 * sent. Known to the whole process, as its log and its standard output are, so that no room can
 * forget to hand it on.
 *
 * <p>A secret is found as it is, and as JSON, HTML, a URL, base64 (alone, or within {@code
 * user:password}) and hexadecimal digits write it, whatever the case; so is a part of half its
 * length, and its beginning where the text ends, since whoever repeats it may have cut it.
 */
public final class Masking {
  private static final String MASK = "***";

  /** Credentials are renewed: the latest of them are known. */
  private static final int MOST_SECRETS = 512;

  /** What is shorter is a word such as "token", which an emulator takes, and no secret to keep. */
  private static final int SHORTEST = 6;

  /** Parts of a form are looked for only where it is at least twice as long as this. */
  private static final int SHORTEST_PART = 8;

  /** The beginning of a secret that is masked where a text ends. */
  private static final int SHORTEST_BEGINNING = 6;

  private static final Map<String, List<Form>> KNOWN = new LinkedHashMap<>();
  private static volatile List<Form> forms = List.of();

  /**
   * One way to write a secret, in lower case.
   *
   * @param parts every part of {@code part} characters
   */
  private record Form(String text, int part, Set<String> parts) {}

  private Masking() {}

  /** From now on this is masked. */
  public static void learn(String secret) {
    if (secret.length() < SHORTEST) {
      return;
    }
    synchronized (KNOWN) {
      if (KNOWN.containsKey(secret)) {
        return;
      }
      if (KNOWN.size() >= MOST_SECRETS) {
        KNOWN.remove(KNOWN.keySet().iterator().next());
      }
      KNOWN.put(secret, formsOf(secret));
      forms = KNOWN.values().stream().flatMap(List::stream).toList();
    }
  }

  /** The text without any secret. To be called before a text is cut, escaped or joined. */
  public static String masked(String text) {
    List<Form> known = forms;
    if (known.isEmpty() || text.length() < SHORTEST) {
      return text;
    }
    String lower = lowerCase(text);
    boolean[] hidden = new boolean[lower.length()];
    boolean any = false;
    for (Form form : known) {
      any |= hide(form, lower, hidden);
    }
    return any ? replaced(text, hidden) : text;
  }

  private static boolean hide(Form form, String lower, boolean[] hidden) {
    boolean any = false;
    for (int at = 0; at + form.part() <= lower.length(); at++) {
      if (form.parts().contains(lower.substring(at, at + form.part()))) {
        mark(hidden, at, at + form.part());
        any = true;
      }
    }
    int end = lower.length();
    while (end > 0 && ". …".indexOf(lower.charAt(end - 1)) >= 0) {
      end--;
    }
    for (int length = Math.min(form.part() - 1, end); length >= SHORTEST_BEGINNING; length--) {
      if (form.text().startsWith(lower.substring(end - length, end))) {
        mark(hidden, end - length, end);
        return true;
      }
    }
    return any;
  }

  private static void mark(boolean[] hidden, int from, int to) {
    for (int i = from; i < to; i++) {
      hidden[i] = true;
    }
  }

  private static String replaced(String text, boolean[] hidden) {
    StringBuilder masked = new StringBuilder(text.length());
    for (int i = 0; i < hidden.length; i++) {
      if (!hidden[i]) {
        masked.append(text.charAt(i));
      } else if (i == 0 || !hidden[i - 1]) {
        masked.append(MASK);
      }
    }
    return masked.toString();
  }

  private static List<Form> formsOf(String secret) {
    Set<String> texts = new HashSet<>();
    texts.add(secret);
    texts.add(secret.replace("\\", "\\\\").replace("\"", "\\\"").replace("/", "\\/"));
    texts.add(secret.replace("\\", "\\\\").replace("\"", "\\\""));
    texts.add(
        secret
            .replace("&", "&amp;")
            .replace("<", "&lt;")
            .replace(">", "&gt;")
            .replace("\"", "&quot;")
            .replace("'", "&#39;"));
    texts.add(URLEncoder.encode(secret, StandardCharsets.UTF_8));
    byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
    texts.add(HexFormat.of().formatHex(bytes));
    texts.add(HexFormat.of().withPrefix("%").formatHex(bytes));
    if (secret.length() >= SHORTEST_PART) {
      texts.addAll(base64(bytes));
    }
    List<Form> found = new ArrayList<>();
    for (String text : texts) {
      found.add(form(lowerCase(text)));
    }
    return found;
  }

  /** What base64 makes of the bytes wherever they stand: only what depends on nothing beside. */
  private static Set<String> base64(byte[] bytes) {
    Set<String> texts = new HashSet<>();
    for (int before = 0; before < 3; before++) {
      byte[] shifted = new byte[before + bytes.length];
      System.arraycopy(bytes, 0, shifted, before, bytes.length);
      int from = before == 0 ? 0 : before + 1;
      int to = shifted.length * 8 / 6;
      texts.add(Base64.getEncoder().encodeToString(shifted).substring(from, to));
      texts.add(Base64.getUrlEncoder().encodeToString(shifted).substring(from, to));
    }
    return texts;
  }

  private static Form form(String text) {
    int part = text.length() < 2 * SHORTEST_PART ? text.length() : (text.length() + 1) / 2;
    Set<String> parts = new HashSet<>();
    for (int from = 0; from + part <= text.length(); from++) {
      parts.add(text.substring(from, from + part));
    }
    return new Form(text, part, parts);
  }

  /** Letters outside ASCII stay: what they become may have another length. */
  private static String lowerCase(String text) {
    String lower = text.toLowerCase(Locale.ROOT);
    if (lower.length() == text.length()) {
      return lower;
    }
    StringBuilder ascii = new StringBuilder(text);
    for (int i = 0; i < ascii.length(); i++) {
      char c = ascii.charAt(i);
      if (c >= 'A' && c <= 'Z') {
        ascii.setCharAt(i, (char) (c + 'a' - 'A'));
      }
    }
    return ascii.toString();
  }
}
