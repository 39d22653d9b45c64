package dev.sightline.yaml;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.error.MarkedYAMLException;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.NodeTuple;
import org.yaml.snakeyaml.nodes.ScalarNode;
import org.yaml.snakeyaml.nodes.SequenceNode;
import org.yaml.snakeyaml.nodes.Tag;

/**
 * A mapping of a YAML file that people write, with the places of its values. What is wrong with a
 * value is added to the mistakes, and a stand-in is returned, so that reading goes on to the next
 * mistake.
 */
public final class YamlSection {
  private final Path file;
  private final Node node;
  private final List<Mistake> mistakes;
  private final Map<String, Node> values = new LinkedHashMap<>();
  private final Map<String, Node> keys = new LinkedHashMap<>();
  private final Set<String> asked = new LinkedHashSet<>();

  private YamlSection(Path file, MappingNode node, List<Mistake> mistakes) {
    this.file = file;
    this.node = node;
    this.mistakes = mistakes;
    for (NodeTuple tuple : node.getValue()) {
      String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
      if (values.put(key, tuple.getValueNode()) != null) {
        mistake(tuple.getKeyNode(), "'" + key + "' stands here a second time: keep one of them.");
      }
      keys.put(key, tuple.getKeyNode());
    }
  }

  /** Opens a file; empty where it is not YAML, which is then among the mistakes. */
  public static Optional<YamlSection> open(Path file, List<Mistake> mistakes) {
    LoaderOptions options = new LoaderOptions();
    options.setAllowDuplicateKeys(true);
    try (Reader reader = Files.newBufferedReader(file)) {
      Node root = new Yaml(options).compose(reader);
      if (root instanceof MappingNode mapping) {
        return Optional.of(new YamlSection(file, mapping, mistakes));
      }
      mistakes.add(new Mistake(file, 1, "The file needs 'key: value' lines; it has none."));
    } catch (MarkedYAMLException e) {
      int line = e.getProblemMark() == null ? 1 : e.getProblemMark().getLine() + 1;
      mistakes.add(
          new Mistake(
              file, line, "This is not YAML: " + e.getProblem() + ". Check indent and quotes."));
    } catch (IOException e) {
      mistakes.add(new Mistake(file, 1, "The file cannot be read: " + e.getMessage()));
    }
    return Optional.empty();
  }

  /** The line of a key's value, from 1; of the section, where the key is missing. */
  public int line(String key) {
    return lineOf(values.getOrDefault(key, node));
  }

  public int line() {
    return lineOf(node);
  }

  private static int lineOf(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  public Set<String> names() {
    return values.keySet();
  }

  public boolean has(String key) {
    asked.add(key);
    return values.containsKey(key);
  }

  public void mistake(String key, String sentence) {
    mistake(values.getOrDefault(key, node), sentence);
  }

  private void mistake(Node at, String sentence) {
    mistakes.add(new Mistake(file, lineOf(at), sentence));
  }

  private @Nullable Node value(String key, String example) {
    asked.add(key);
    Node value = values.get(key);
    if (value == null) {
      mistake(node, "'" + key + "' is missing: write '" + key + ": " + example + "'.");
    }
    return value;
  }

  /** A text that must be there; {@code example} is what the mistake suggests. */
  public String text(String key, String example) {
    Node value = value(key, example);
    if (value instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
      return scalar.getValue().strip();
    }
    if (value != null) {
      mistake(value, "'" + key + "' needs a text, such as '" + example + "'.");
    }
    return "";
  }

  public Optional<String> optionalText(String key) {
    return has(key) ? Optional.of(text(key, "…")) : Optional.empty();
  }

  public int number(String key, int least, int most) {
    String text = text(key, String.valueOf(least));
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notOne) {
      // Said below.
    }
    if (!text.isEmpty()) {
      mistake(key, "'" + key + "' needs a whole number from " + least + " to " + most + ".");
    }
    return least;
  }

  /** One of an enumeration's constants, written in lower case. */
  public <E extends Enum<E>> E choice(String key, Class<E> type) {
    E[] constants = type.getEnumConstants();
    List<String> names =
        Arrays.stream(constants).map(constant -> constant.name().toLowerCase(Locale.ROOT)).toList();
    String text = text(key, String.join(" | ", names));
    int index = names.indexOf(text);
    if (index < 0 && !text.isEmpty()) {
      mistake(key, "'" + key + "' is one of " + String.join(", ", names) + ", not '" + text + "'.");
    }
    return constants[Math.max(0, index)];
  }

  /** A list of texts that must be there, with one at least. */
  public List<String> texts(String key, String example) {
    Node value = value(key, "[" + example + "]");
    return value == null ? List.of() : texts(key, value, example);
  }

  public List<String> optionalTexts(String key) {
    asked.add(key);
    Node value = values.get(key);
    return value == null ? List.of() : texts(key, value, "…");
  }

  /** The text as it stands, for a mistake's sentence; empty where there is none. */
  public String peek(String key) {
    return values.get(key) instanceof ScalarNode scalar ? scalar.getValue().strip() : "";
  }

  /** Whether the key has 'key: value' lines under it. */
  public boolean isSection(String key) {
    return has(key) && values.get(key) instanceof MappingNode;
  }

  /** A text, or a list of texts with one at least; an empty text in quotes is one too. */
  public List<String> oneOrMoreTexts(String key, String example) {
    Node value = value(key, "[" + example + "]");
    if (value instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return List.of(scalar.getValue().strip());
    }
    if (value instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      List<String> texts = new ArrayList<>();
      for (Node part : sequence.getValue()) {
        if (part instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
          texts.add(scalar.getValue().strip());
        } else {
          mistake(part, "'" + key + "' is a list of texts: write one here, or \"\" for none.");
        }
      }
      return texts;
    }
    if (value != null) {
      mistake(value, "'" + key + "' needs a text or a list, such as [" + example + "].");
    }
    return List.of();
  }

  private List<String> texts(String key, Node value, String example) {
    List<String> texts = new ArrayList<>();
    if (value instanceof SequenceNode sequence && !sequence.getValue().isEmpty()) {
      for (Node part : sequence.getValue()) {
        if (part instanceof ScalarNode scalar && !scalar.getValue().isBlank()) {
          texts.add(scalar.getValue().strip());
        } else {
          mistake(part, "'" + key + "' is a list of texts: quote this one.");
        }
      }
    } else {
      mistake(value, "'" + key + "' needs a list, such as [" + example + "].");
    }
    return texts;
  }

  public Optional<YamlSection> section(String key) {
    Node value = has(key) ? values.get(key) : null;
    return value == null ? Optional.empty() : section(key, value);
  }

  private Optional<YamlSection> section(String key, Node value) {
    if (value instanceof MappingNode mapping) {
      return Optional.of(new YamlSection(file, mapping, mistakes));
    }
    mistake(value, "'" + key + "' needs 'key: value' lines under it.");
    return Optional.empty();
  }

  /** The sections of a list; a list that is missing is empty. */
  public List<YamlSection> sections(String key) {
    asked.add(key);
    Node value = values.get(key);
    List<YamlSection> sections = new ArrayList<>();
    if (value instanceof SequenceNode sequence) {
      sequence.getValue().forEach(part -> section(key, part).ifPresent(sections::add));
    } else if (value != null) {
      mistake(value, "'" + key + "' needs a list, each entry starting with '- '.");
    }
    return sections;
  }

  /** Everything under the key as JSON; an empty object where it is missing. */
  public JsonNode json(String key) {
    asked.add(key);
    Node value = values.get(key);
    return value == null ? JsonNodeFactory.instance.objectNode() : json(value);
  }

  /** A mapping as JSON; anything else is a mistake. */
  public ObjectNode object(String key) {
    if (json(key) instanceof ObjectNode object) {
      return object;
    }
    mistake(key, "'" + key + "' needs 'key: value' lines under it.");
    return JsonNodeFactory.instance.objectNode();
  }

  private JsonNode json(Node value) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    return switch (value) {
      case MappingNode mapping -> {
        ObjectNode object = json.objectNode();
        for (NodeTuple tuple : mapping.getValue()) {
          String key = tuple.getKeyNode() instanceof ScalarNode scalar ? scalar.getValue() : "";
          object.set(key, json(tuple.getValueNode()));
        }
        yield object;
      }
      case SequenceNode sequence -> {
        ArrayNode array = json.arrayNode();
        sequence.getValue().forEach(part -> array.add(json(part)));
        yield array;
      }
      case ScalarNode scalar -> scalar(scalar);
      default -> json.nullNode();
    };
  }

  private JsonNode scalar(ScalarNode scalar) {
    JsonNodeFactory json = JsonNodeFactory.instance;
    String text = scalar.getValue();
    Tag tag = scalar.getTag();
    try {
      if (tag.equals(Tag.NULL)) {
        return json.nullNode();
      } else if (tag.equals(Tag.BOOL)) {
        return json.booleanNode(text.equalsIgnoreCase("true"));
      } else if (tag.equals(Tag.INT)) {
        return json.numberNode(Long.parseLong(text));
      } else if (tag.equals(Tag.FLOAT)) {
        return json.numberNode(Double.parseDouble(text));
      }
    } catch (NumberFormatException e) {
      mistake(scalar, "'" + text + "' is no number: write a decimal one, or put it in quotes.");
    }
    return json.textNode(text);
  }

  /** Reports each key that nothing asked for. */
  public void close() {
    keys.forEach((key, at) -> {
      if (!asked.contains(key)) {
        mistake(at, "'" + key + "' is not a key here" + Nearest.hint(key, asked) + ".");
      }
    });
  }
}
