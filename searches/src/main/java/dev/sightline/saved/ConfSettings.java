package dev.sightline.saved;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** The settings of one stanza, gathered from files of which a later one wins. */
final class ConfSettings {
  private final Map<String, Setting> settings = new LinkedHashMap<>();

  private record Setting(String value, Path file, int line) {}

  void add(Path file, ConfFile.Stanza stanza) {
    stanza
        .settings()
        .forEach((key, value) -> settings.put(key, new Setting(value, file, stanza.lineOf(key))));
  }

  boolean has(String key) {
    return settings.containsKey(key) && !get(key, "").isEmpty();
  }

  String get(String key, String otherwise) {
    Setting setting = settings.get(key);
    return setting == null ? otherwise : setting.value();
  }

  /** A number of at most nine digits; what stands there otherwise counts for nothing. */
  int number(String key, int otherwise) {
    String text = get(key, "").strip();
    return text.matches("\\d{1,9}") ? Integer.parseInt(text) : otherwise;
  }

  Path file(String key) {
    Setting setting = settings.get(key);
    return setting == null ? Path.of("") : setting.file();
  }

  int line(String key) {
    Setting setting = settings.get(key);
    return setting == null ? 1 : setting.line();
  }

  Map<String, String> all() {
    Map<String, String> all = new LinkedHashMap<>();
    settings.forEach((key, setting) -> all.put(key, setting.value()));
    return all;
  }
}
