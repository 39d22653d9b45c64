package dev.sightline.hunt;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.saved.ConfFile;
import dev.sightline.spl.syntax.Macro;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Macros of one's own, as Splunk's macros.conf has them, or as JSON: {@code {"name(1)":
 * {"args":["a"],"definition":"…"}}}.
 */
public final class MacroFile {
  private static final Pattern NAME = Pattern.compile("([^()\\s]+)(?:\\((\\d{1,3})\\))?");

  private MacroFile() {}

  /**
   * Reads the file.
   *
   * @throws InputException where it is neither
   */
  public static List<Macro> read(Path file) {
    String text = ConfFile.read(file);
    return text.stripLeading().startsWith("{") ? json(file, text) : conf(file, text);
  }

  private static List<Macro> conf(Path file, String text) {
    List<Macro> macros = new ArrayList<>();
    for (ConfFile.Stanza stanza : ConfFile.stanzas(file, text)) {
      String place = file + ":" + stanza.line();
      String definition = stanza.settings().get("definition");
      if (definition == null) {
        throw new InputException(
            place + ": the macro '" + stanza.name() + "' needs a line 'definition = …'.");
      }
      macros.add(macro(place, stanza.name(), words(stanza.setting("args", "")), definition));
    }
    return macros;
  }

  private static List<Macro> json(Path file, String text) {
    JsonNode root;
    try {
      root = new ObjectMapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new InputException(
          file
              + ":"
              + (e.getLocation() == null ? 1 : e.getLocation().getLineNr())
              + ": this is no JSON: "
              + e.getOriginalMessage()
              + ".");
    }
    List<Macro> macros = new ArrayList<>();
    for (Map.Entry<String, JsonNode> entry : root.properties()) {
      JsonNode value = entry.getValue();
      String place = file.toString();
      if (value.isTextual()) {
        macros.add(macro(place, entry.getKey(), List.of(), value.asText()));
      } else if (value.path("definition").isTextual()) {
        JsonNode named = value.has("args") ? value.path("args") : value.path("arguments");
        List<String> arguments = new ArrayList<>(words(named.asText("")));
        named.forEach(node -> arguments.add(node.asText()));
        macros.add(macro(place, entry.getKey(), arguments, value.path("definition").asText()));
      } else {
        throw new InputException(
            place + ": the macro '" + entry.getKey() + "' needs a \"definition\".");
      }
    }
    return macros;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    for (String word : text.split(",", -1)) {
      if (!word.isBlank()) {
        words.add(word.strip());
      }
    }
    return words;
  }

  private static Macro macro(String place, String key, List<String> arguments, String definition) {
    Matcher matcher = NAME.matcher(key.strip());
    if (!matcher.matches()) {
      throw new InputException(
          place + ": '" + key + "' is no name of a macro such as 'name' or 'name(2)'.");
    }
    String count = matcher.group(2);
    if (count != null && Integer.parseInt(count) != arguments.size()) {
      throw new InputException(
          place + ": '" + key + "' says " + count + " arguments, its args name " + arguments + ".");
    }
    return new Macro(String.valueOf(matcher.group(1)), arguments, definition);
  }
}
