package dev.sightline.sight;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.spl.search.Filter;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What the searches of the shipped catalog need to see, as the build has written it: whoever asks
 * need not read the catalog for it, which takes seconds.
 */
public final class Sights {
  /** Beside the classes. */
  public static final String RESOURCE = "/sights.json";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Sights() {}

  /** Those that the build wrote. */
  public static List<Sight> shipped() {
    try (InputStream stream = Sights.class.getResourceAsStream(RESOURCE)) {
      if (stream == null) {
        throw new IllegalStateException("This build carries no sights: build it with Maven.");
      }
      return read(JSON.readTree(stream));
    } catch (IOException e) {
      throw new UncheckedIOException("What searches see cannot be read.", e);
    }
  }

  /** Searches as JSON, words and calls that several have in common once. */
  public static ObjectNode write(Collection<Sight> sights) {
    Map<String, Integer> words = new LinkedHashMap<>();
    Map<Map<String, String>, Integer> calls = new LinkedHashMap<>();
    ObjectNode root = JSON.createObjectNode();
    ArrayNode searches = root.putArray("searches");
    for (Sight sight : sights) {
      ObjectNode search = searches.addObject();
      search.put("id", sight.id());
      search.put("title", sight.title());
      search.put("watch", sight.watch());
      search.put("everything", sight.everything());
      ArrayNode stages = search.putArray("stages");
      sight.stages().forEach(stage -> stages.add(stage.text()));
      ArrayNode named = search.putArray("words");
      new TreeSet<>(sight.words())
          .forEach(word -> named.add(words.computeIfAbsent(word, _ -> words.size())));
      ArrayNode known = search.putArray("calls");
      sight.calls().stream()
          .map(Sights::flat)
          .sorted((one, other) -> one.toString().compareTo(other.toString()))
          .forEach(call -> known.add(calls.computeIfAbsent(call, _ -> calls.size())));
    }
    ArrayNode allWords = root.putArray("words");
    words.keySet().forEach(allWords::add);
    root.set("calls", JSON.valueToTree(calls.keySet()));
    return root;
  }

  /** A call's fields; one of which nothing is known but those has no empty ones. */
  private static Map<String, String> flat(Sight.Call call) {
    Map<String, String> flat = new TreeMap<>(call.fields());
    call.known().forEach(field -> flat.putIfAbsent(field, ""));
    return flat;
  }

  /** What {@link #write} wrote. */
  static List<Sight> read(JsonNode root) {
    List<String> words = new ArrayList<>();
    root.path("words").forEach(word -> words.add(word.asText()));
    List<Sight.Call> calls = new ArrayList<>();
    root.path("calls").forEach(call -> calls.add(call(call)));
    List<Sight> sights = new ArrayList<>();
    for (JsonNode search : root.path("searches")) {
      List<Filter> stages = new ArrayList<>();
      search.path("stages").forEach(stage -> stages.add(Filter.parse(stage.asText())));
      Set<String> named = new HashSet<>();
      search.path("words").forEach(word -> named.add(words.get(word.asInt())));
      Set<Sight.Call> known = new HashSet<>();
      search.path("calls").forEach(call -> known.add(calls.get(call.asInt())));
      sights.add(
          new Sight(
              search.path("id").asText(),
              search.path("title").asText(),
              search.path("watch").asBoolean(),
              stages,
              named,
              search.path("everything").asBoolean(),
              known));
    }
    return sights;
  }

  private static Sight.Call call(JsonNode json) {
    Map<String, String> fields = new HashMap<>();
    Set<String> known = new HashSet<>();
    json.properties()
        .forEach(field -> {
          known.add(field.getKey());
          if (!field.getValue().asText().isEmpty()) {
            fields.put(field.getKey(), field.getValue().asText());
          }
        });
    return new Sight.Call(fields, known);
  }
}
