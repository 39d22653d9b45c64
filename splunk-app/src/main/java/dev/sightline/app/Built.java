package dev.sightline.app;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * An archive as Splunk would see it.
 *
 * @param entries as they stand in the archive
 * @param files by path without the first folder
 * @param settings of each {@code default/*.conf} and {@code metadata/*.meta}, by path
 */
record Built(
    List<Archive.Entry> entries,
    Map<String, byte[]> files,
    Map<String, List<Conf.Setting>> settings) {

  /**
   * Reads it.
   *
   * @throws IOException where it is no archive
   * @throws IllegalArgumentException where a file of settings is none
   */
  static Built read(byte[] archive) throws IOException {
    List<Archive.Entry> entries = Archive.read(archive);
    Map<String, byte[]> files = new TreeMap<>();
    Map<String, List<Conf.Setting>> settings = new TreeMap<>();
    for (Archive.Entry entry : entries) {
      int slash = entry.name().indexOf('/');
      if (!entry.isFile() || slash < 0) {
        continue;
      }
      String path = entry.name().substring(slash + 1);
      files.put(path, entry.bytes());
      if (path.endsWith(".conf") || path.endsWith(".meta")) {
        settings.put(path, Conf.read(path, entry.bytes()));
      }
    }
    return new Built(entries, files, settings);
  }

  /** The settings of {@code default/name.conf}; none where it does not ship. */
  List<Conf.Setting> conf(String name) {
    return settings.getOrDefault("default/" + name + ".conf", List.of());
  }

  /** The stanzas of {@code default/name.conf}, each with its values by key. */
  Map<String, Map<String, String>> stanzas(String name) {
    Map<String, Map<String, String>> stanzas = new LinkedHashMap<>();
    for (Conf.Setting setting : conf(name)) {
      Map<String, String> values =
          stanzas.computeIfAbsent(setting.stanza(), _ -> new LinkedHashMap<>());
      if (!setting.key().isEmpty()) {
        values.put(setting.key(), setting.value());
      }
    }
    return stanzas;
  }

  /** One value of {@code default/name.conf}. */
  Optional<String> value(String name, String stanza, String key) {
    return Optional.ofNullable(stanzas(name).getOrDefault(stanza, Map.of()).get(key));
  }
}
