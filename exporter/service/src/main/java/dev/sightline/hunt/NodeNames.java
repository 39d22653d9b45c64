package dev.sightline.hunt;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** The names that tables and incidents give to nodes, and what a mistyped one may have been. */
final class NodeNames {
  private static final int MOST_NEAR = 5;

  /** As many of its first letters as a name must have in common with another to be like it. */
  private static final int ALIKE = 3;

  private NodeNames() {}

  /**
   * Whether a node is called that: by its ARN, by what stands behind the account in it, by its last
   * words; a role also by a session of it. A name that a table cut off ends in three dots.
   */
  static boolean isMeant(Node node, String name) {
    String full = node.value();
    if (name.endsWith("…")) {
      return HitForms.shortened(full).startsWith(name.substring(0, name.length() - 1));
    }
    boolean ofWords = full.endsWith(":" + name) || full.endsWith("/" + name);
    return switch (node.type()) {
      case ARN -> ofWords || isRoleOf(full, name);
      case RESOURCE -> ofWords;
      // The end of an address is another's.
      case IP, KEY -> false;
    };
  }

  /** A session is shown as role/NAME/SESSION, and its ARN has assumed-role in the role's place. */
  private static boolean isRoleOf(String full, String session) {
    String[] parts = HitForms.shortened(session).split("/", -1);
    boolean named = parts[0].equals("assumed-role") || parts[0].equals("role");
    if (!named || parts.length < 2 || !full.contains(":role/")) {
      return false;
    }
    String account = session.startsWith("arn:") ? session.split(":", -1)[4] : "";
    return full.contains("::" + account) && full.endsWith("/" + parts[1]);
  }

  /** Those that contain the name's last word, then those whose last word begins as it does. */
  static List<Node> near(Collection<Node> nodes, Node asked) {
    String word = last(asked.value());
    return nodes.stream()
        .filter(node -> node.type() == asked.type() && alike(node, word) >= ALIKE)
        .sorted(
            Comparator.comparingInt((Node node) -> -alike(node, word))
                .thenComparing(Comparator.naturalOrder()))
        .limit(MOST_NEAR)
        .toList();
  }

  private static int alike(Node node, String word) {
    if (word.length() >= ALIKE && node.value().toLowerCase(Locale.ROOT).contains(word)) {
      return Integer.MAX_VALUE;
    }
    String other = last(node.value());
    int same = 0;
    while (same < Math.min(word.length(), other.length())
        && word.charAt(same) == other.charAt(same)) {
      same++;
    }
    return 2 * same >= word.length() ? same : 0;
  }

  private static String last(String name) {
    return name.substring(Math.max(name.lastIndexOf('/'), name.lastIndexOf(':')) + 1)
        .toLowerCase(Locale.ROOT);
  }
}
