package dev.sightline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** Changes to an event: a dotted key reaches into it, a plain one replaces a whole value. */
final class Patches {
  private Patches() {}

  /** A copy of {@code base} with the values of {@code patch} set. */
  static ObjectNode applied(ObjectNode base, ObjectNode patch, List<String> without) {
    ObjectNode event = base.deepCopy();
    patch.properties().forEach(entry -> set(event, entry.getKey(), entry.getValue()));
    without.forEach(path -> {
      int dot = path.lastIndexOf('.');
      ObjectNode parent = dot < 0 ? event : parent(event, path.substring(0, dot));
      parent.remove(path.substring(dot + 1));
    });
    return event;
  }

  private static void set(ObjectNode event, String path, JsonNode value) {
    int dot = path.lastIndexOf('.');
    ObjectNode parent = dot < 0 ? event : parent(event, path.substring(0, dot));
    parent.set(path.substring(dot + 1), value.deepCopy());
  }

  private static ObjectNode parent(ObjectNode event, String path) {
    ObjectNode at = event;
    for (String name : path.split("\\.", -1)) {
      at = at.get(name) instanceof ObjectNode known ? known : at.putObject(name);
    }
    return at;
  }
}
