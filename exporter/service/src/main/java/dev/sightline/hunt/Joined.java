package dev.sightline.hunt;

import java.util.HashMap;
import java.util.Map;

/** Things that belong together, however long the way between them. */
final class Joined {
  private final Map<String, String> parents = new HashMap<>();

  /** The one that stands for all that are joined with it. */
  String root(String thing) {
    String at = thing;
    while (true) {
      String parent = parents.getOrDefault(at, at);
      if (parent.equals(at)) {
        break;
      }
      at = parent;
    }
    String walked = thing;
    while (!walked.equals(at)) {
      String next = parents.getOrDefault(walked, at);
      parents.put(walked, at);
      walked = next;
    }
    return at;
  }

  void join(String one, String other) {
    String left = root(one);
    String right = root(other);
    if (!left.equals(right)) {
      parents.put(
          left.compareTo(right) < 0 ? right : left, left.compareTo(right) < 0 ? left : right);
    }
  }
}
