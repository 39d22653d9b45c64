package dev.sightline.servicelog;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * How a log begins: its first lines, and the members of its first objects. Several, since the first
 * may be damaged; and only the outermost members, since what they hold may be anybody's.
 */
final class Head {
  private static final int MOST_LINES = 5;
  private static final JsonFactory JSON = new JsonFactory();

  private final List<String> lines;
  private final List<Set<String>> objects = new ArrayList<>();

  Head(String text) {
    lines =
        text.lines()
            .filter(line -> !line.isBlank() && !line.startsWith("#Version"))
            .limit(MOST_LINES)
            .toList();
    if (isJson(text)) {
      objects.add(members(text));
      lines.stream().skip(1).filter(Head::isJson).forEach(line -> objects.add(members(line)));
    }
  }

  private static boolean isJson(String text) {
    String start = text.stripLeading();
    return start.startsWith("{") || start.startsWith("[");
  }

  /** The members of the first object, as far as the text goes and is JSON. */
  private static Set<String> members(String text) {
    Set<String> names = new HashSet<>();
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY) {
        token = parser.nextToken();
      }
      if (token == JsonToken.START_OBJECT) {
        for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
          names.add(name);
          parser.nextToken();
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // It ends, or is damaged: what was there is known.
    }
    return names;
  }

  boolean hasLine(Pattern pattern) {
    return lines.stream().anyMatch(line -> pattern.matcher(line).matches());
  }

  /** Whether one of the objects has all of these members. */
  boolean hasObject(List<String> members) {
    return objects.stream().anyMatch(object -> object.containsAll(members));
  }

  boolean isJson() {
    return !objects.isEmpty();
  }
}
