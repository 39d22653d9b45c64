package dev.sightline.app;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A file of settings as Splunk writes them: stanzas in brackets, {@code key = value} below. */
final class Conf {
  private final String heading;
  private final Map<String, Map<String, String>> stanzas = new LinkedHashMap<>();

  /**
   * @param heading what the file is, for people; without {@code #}
   */
  Conf(String heading) {
    this.heading = heading;
  }

  /** Sets a value; a line break in it is kept, as a continued line. */
  Conf set(String stanza, String key, String value) {
    stanzas.computeIfAbsent(stanza, _ -> new LinkedHashMap<>()).put(key, value);
    return this;
  }

  byte[] bytes() {
    StringBuilder text = new StringBuilder("# ").append(heading).append('\n');
    stanzas.forEach((stanza, values) -> {
      text.append("\n[").append(stanza).append("]\n");
      values.forEach((key, value) ->
          text.append(key).append(" = ").append(value.strip().replace("\n", "\\\n")).append('\n'));
    });
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  /** One line of a file that sets something: where it stands and what it sets. */
  record Setting(int line, String stanza, String key, String value) {}

  /**
   * Reads a file as Splunk does.
   *
   * @throws IllegalArgumentException where a line is neither a stanza nor a setting, with its
   *     number
   */
  static List<Setting> read(String name, byte[] bytes) {
    List<Setting> settings = new ArrayList<>();
    String stanza = "";
    String[] lines = new String(bytes, StandardCharsets.UTF_8).split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int first = i + 1;
      StringBuilder line = new StringBuilder(lines[i]);
      while (!line.isEmpty() && line.charAt(line.length() - 1) == '\\' && i + 1 < lines.length) {
        line.setCharAt(line.length() - 1, '\n');
        line.append(lines[++i]);
      }
      String text = line.toString().strip();
      int equals = text.indexOf('=');
      if (text.isEmpty() || text.startsWith("#")) {
        continue;
      }
      if (text.startsWith("[") && text.endsWith("]") && text.indexOf('\n') < 0) {
        stanza = text.substring(1, text.length() - 1);
        settings.add(new Setting(first, stanza, "", ""));
      } else if (equals > 0) {
        settings.add(
            new Setting(
                first,
                stanza,
                text.substring(0, equals).strip(),
                text.substring(equals + 1).strip()));
      } else {
        throw new IllegalArgumentException(
            name + " line " + first + " is neither a stanza nor a setting: " + text);
      }
    }
    return settings;
  }
}
