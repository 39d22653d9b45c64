package dev.sightline.spl.event;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A path into JSON as spath and json_extract have it: {@code a.b}, {@code a{}.b} for every element,
 * {@code a{0}} for one, counted from 0.
 */
public record JsonPath(List<Step> steps) {
  private static final JsonFactory JSON = new JsonFactory();

  /** One step of a path. */
  public sealed interface Step permits Key, Element, Every {}

  /** Into an object. */
  public record Key(String name) implements Step {}

  /** Into one element of an array. */
  public record Element(int index) implements Step {}

  /** Into every element of an array. */
  public record Every() implements Step {}

  public static JsonPath parse(String text) {
    List<Step> steps = new ArrayList<>();
    StringBuilder key = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      int close = c == '{' ? text.indexOf('}', i) : -1;
      if (c == '.') {
        take(key, steps);
      } else if (close > 0) {
        take(key, steps);
        String index = text.substring(i + 1, close).strip();
        steps.add(index.matches("\\d{1,9}") ? new Element(Integer.parseInt(index)) : new Every());
        i = close;
      } else {
        key.append(c);
      }
    }
    take(key, steps);
    return new JsonPath(List.copyOf(steps));
  }

  private static void take(StringBuilder key, List<Step> steps) {
    if (!key.isEmpty()) {
      steps.add(new Key(key.toString()));
      key.setLength(0);
    }
  }

  /** Whether the path can lead to several places. */
  public boolean isPlural() {
    return steps.stream().anyMatch(Every.class::isInstance);
  }

  /** What stands at the path: scalars as their text, objects and arrays as JSON. */
  public List<String> read(String json) {
    List<Object> at = read(parseJson(json));
    List<String> texts = new ArrayList<>(at.size());
    for (Object value : at) {
      texts.add(value instanceof Scalar scalar ? scalar.text : write(value));
    }
    return texts;
  }

  /** What stands at the path of parsed JSON. */
  public List<Object> read(@Nullable Object root) {
    List<Object> at = new ArrayList<>();
    if (root != null) {
      at.add(root);
    }
    for (Step step : steps) {
      List<Object> next = new ArrayList<>();
      for (Object value : at) {
        follow(step, value, next);
      }
      at = next;
    }
    return at;
  }

  private static void follow(Step step, Object value, List<Object> next) {
    switch (step) {
      case Key key -> {
        if (value instanceof Map<?, ?> map) {
          Object found = map.get(key.name());
          if (found != null) {
            next.add(found);
          }
        }
      }
      case Element element -> {
        if (value instanceof List<?> list && element.index() < list.size()) {
          next.add(list.get(element.index()));
        }
      }
      case Every() -> {
        if (value instanceof List<?> list) {
          next.addAll(list);
        }
      }
    }
  }

  /** A scalar of JSON: its text, and whether it was written in quotes. */
  public record Scalar(String text, boolean quoted) {}

  /** Maps, lists and {@link Scalar}s; null where the text is no JSON. */
  public static @Nullable Object parseJson(String text) {
    try (JsonParser parser = JSON.createParser(text)) {
      JsonToken first = parser.nextToken();
      Object value = first == null ? null : value(parser, first);
      return parser.nextToken() == null ? value : null;
    } catch (IOException notJson) {
      return null;
    }
  }

  private static Object value(JsonParser parser, JsonToken token) throws IOException {
    if (token == JsonToken.START_OBJECT) {
      Map<String, Object> map = new LinkedHashMap<>();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        map.put(parser.currentName(), value(parser, parser.nextToken()));
      }
      return map;
    }
    if (token == JsonToken.START_ARRAY) {
      List<Object> list = new ArrayList<>();
      for (JsonToken next = parser.nextToken();
          next != JsonToken.END_ARRAY;
          next = parser.nextToken()) {
        list.add(value(parser, next));
      }
      return list;
    }
    return new Scalar(parser.getText(), token == JsonToken.VALUE_STRING);
  }

  /** JSON text without spaces. */
  public static String write(Object value) {
    StringBuilder out = new StringBuilder();
    write(value, out);
    return out.toString();
  }

  private static void write(Object value, StringBuilder out) {
    switch (value) {
      case Map<?, ?> map -> {
        String separator = "{";
        for (Map.Entry<?, ?> entry : map.entrySet()) {
          out.append(separator);
          quote(String.valueOf(entry.getKey()), out);
          out.append(':');
          write(entry.getValue(), out);
          separator = ",";
        }
        out.append(map.isEmpty() ? "{}" : "}");
      }
      case List<?> list -> {
        String separator = "[";
        for (Object element : list) {
          out.append(separator);
          write(element, out);
          separator = ",";
        }
        out.append(list.isEmpty() ? "[]" : "]");
      }
      case Scalar(String text, boolean quoted) when !quoted -> out.append(text);
      case Scalar(String text, _) -> quote(text, out);
      default -> quote(value.toString(), out);
    }
  }

  private static void quote(String text, StringBuilder out) {
    out.append('"');
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      switch (c) {
        case '"' -> out.append("\\\"");
        case '\\' -> out.append("\\\\");
        case '\n' -> out.append("\\n");
        case '\r' -> out.append("\\r");
        case '\t' -> out.append("\\t");
        default -> {
          if (c < ' ') {
            out.append(String.format("\\u%04x", (int) c));
          } else {
            out.append(c);
          }
        }
      }
    }
    out.append('"');
  }
}
