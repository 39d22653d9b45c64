package dev.sightline.app;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules about the files of settings: which there are, and which keys they hold. */
final class SettingsChecks {
  private static final Pattern ACCESS =
      Pattern.compile("read : \\[ \\* \\], write : \\[ admin, sc_admin \\]");
  private static final Set<String> TRUTHS = Set.of("0", "1", "true", "false");

  /** Keys that Splunk knows, by file; {@code <…>} stands for a name of one's own. */
  private static final Map<String, List<Pattern>> KNOWN = known();

  static final List<Check> ALL =
      List.of(
          new Check(
              "Only files of settings that an app may ship are there, each of them known.",
              SettingsChecks::files),
          new Check("Every key is one that Splunk knows in its file.", SettingsChecks::keys),
          new Check("No stanza is called default.", SettingsChecks::defaults),
          new Check("No stanza stands twice, no key twice in it.", SettingsChecks::twice),
          new Check("What is true or false says so.", SettingsChecks::truths),
          new Check(
              "The only file in metadata lets all read, and the administrators write.",
              SettingsChecks::access));

  private SettingsChecks() {}

  private static void files(Built app, List<String> broken) {
    for (String path : app.files().keySet()) {
      boolean settings = path.startsWith("default/") && path.indexOf('/', 8) < 0;
      if (settings ? !KNOWN.containsKey(path.substring(8)) : path.endsWith(".conf")) {
        broken.add(path);
      }
    }
  }

  private static void keys(Built app, List<String> broken) {
    app.settings()
        .forEach((path, settings) -> {
          String file = path.substring(path.indexOf('/') + 1);
          for (Conf.Setting setting : settings) {
            if (!setting.key().isEmpty()
                && KNOWN.getOrDefault(file, List.of()).stream()
                    .noneMatch(known -> known.matcher(setting.key()).matches())) {
              broken.add(path + " line " + setting.line() + ": " + setting.key());
            }
          }
        });
  }

  private static void defaults(Built app, List<String> broken) {
    app.settings()
        .forEach((path, settings) -> {
          for (Conf.Setting setting : settings) {
            if (setting.stanza().equals("default")) {
              broken.add(path + " line " + setting.line());
            }
          }
        });
  }

  private static void twice(Built app, List<String> broken) {
    app.settings()
        .forEach((path, settings) -> {
          Set<String> seen = new HashSet<>();
          for (Conf.Setting setting : settings) {
            if (!seen.add(setting.stanza() + "\n" + setting.key())) {
              broken.add(
                  path
                      + " line "
                      + setting.line()
                      + ": ["
                      + setting.stanza()
                      + "] "
                      + setting.key());
            }
          }
        });
  }

  private static void truths(Built app, List<String> broken) {
    Set<String> keys =
        Set.of(
            "disabled",
            "enableSched",
            "realtime_schedule",
            "alert.track",
            "alert.digest_mode",
            "alert.suppress",
            "action.summary_index",
            "case_sensitive_match",
            "iseval",
            "is_visible");
    app.settings()
        .forEach((path, settings) -> {
          for (Conf.Setting setting : settings) {
            if (keys.contains(setting.key()) && !TRUTHS.contains(setting.value())) {
              broken.add(
                  path
                      + " line "
                      + setting.line()
                      + ": "
                      + setting.key()
                      + " = "
                      + setting.value());
            }
          }
        });
  }

  private static void access(Built app, List<String> broken) {
    for (String path : app.files().keySet()) {
      if (path.startsWith("metadata/") && !path.equals("metadata/default.meta")) {
        broken.add(path + " is not to be there");
      }
    }
    boolean open =
        app.settings().getOrDefault("metadata/default.meta", List.of()).stream()
            .anyMatch(setting ->
                setting.stanza().isEmpty()
                    && setting.key().equals("access")
                    && ACCESS.matcher(setting.value()).matches());
    if (!open) {
      broken.add(
          "metadata/default.meta: [] has no access = read : [ * ], write : [ admin, sc_admin ]");
    }
  }

  private static Map<String, List<Pattern>> known() {
    Map<String, List<Pattern>> known = new LinkedHashMap<>();
    try (InputStream in =
        Objects.requireNonNull(SettingsChecks.class.getResourceAsStream("known-keys.txt"))) {
      List<Pattern> keys = new ArrayList<>();
      for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n", -1)) {
        if (line.startsWith("[")) {
          keys = new ArrayList<>();
          known.put(line.substring(1, line.length() - 1), keys);
        } else if (!line.isBlank() && !line.startsWith("#")) {
          keys.add(Pattern.compile(line.replace(".", "\\.").replaceAll("<[a-z ]+>", "[^=]+")));
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return known;
  }
}
