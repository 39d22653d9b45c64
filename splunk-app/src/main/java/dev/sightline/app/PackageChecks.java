package dev.sightline.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Pattern;

/** Rules about the archive itself, its name and its version. */
final class PackageChecks {
  private static final Pattern SEMANTIC_VERSION =
      Pattern.compile("(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?");
  private static final Set<String> PROGRAMS =
      Set.of("jar", "class", "so", "dll", "exe", "dylib", "py", "pyc", "sh", "bat", "pl", "js");

  static final List<Check> ALL =
      List.of(
          new Check("One folder, named as the app's id, holds everything.", PackageChecks::folder),
          new Check("No entry is hidden or goes up or begins with ./.", PackageChecks::names),
          new Check("No name stands in the archive twice.", PackageChecks::twice),
          new Check("There are files and folders, no links.", PackageChecks::links),
          new Check("Files have the mode 0644, folders 0755.", PackageChecks::modes),
          new Check("Nothing local is shipped.", PackageChecks::local),
          new Check("No program is shipped.", PackageChecks::programs),
          new Check("The id is the same wherever it is written.", PackageChecks::id),
          new Check("The version is semantic and the same everywhere.", PackageChecks::version),
          new Check("The label has 5 to 80 characters and is our own.", PackageChecks::label),
          new Check("The app claims no setup and triggers nothing.", PackageChecks::setup));

  private PackageChecks() {}

  private static void folder(Built app, List<String> broken) {
    for (Archive.Entry entry : app.entries()) {
      if (!entry.name().startsWith(App.ID + "/")) {
        broken.add(entry.name());
      }
    }
  }

  private static void names(Built app, List<String> broken) {
    for (Archive.Entry entry : app.entries()) {
      for (String part : entry.name().split("/", -1)) {
        if (part.startsWith(".")) {
          broken.add(entry.name());
        }
      }
    }
  }

  private static void twice(Built app, List<String> broken) {
    Set<String> seen = new HashSet<>();
    for (Archive.Entry entry : app.entries()) {
      if (!seen.add(entry.name())) {
        broken.add(entry.name());
      }
    }
  }

  private static void links(Built app, List<String> broken) {
    for (Archive.Entry entry : app.entries()) {
      if (!entry.isFile() && !entry.isFolder()) {
        broken.add(entry.name());
      }
    }
  }

  private static void modes(Built app, List<String> broken) {
    for (Archive.Entry entry : app.entries()) {
      if (entry.mode() != (entry.isFolder() ? 0755 : 0644)) {
        broken.add(entry.name() + " has 0" + Integer.toOctalString(entry.mode()));
      }
    }
  }

  private static void local(Built app, List<String> broken) {
    for (String path : app.files().keySet()) {
      if (path.startsWith("local/") || path.equals("metadata/local.meta")) {
        broken.add(path);
      }
    }
  }

  private static void programs(Built app, List<String> broken) {
    for (String path : app.files().keySet()) {
      if (path.startsWith("bin/") || PROGRAMS.contains(path.substring(path.lastIndexOf('.') + 1))) {
        broken.add(path);
      }
    }
  }

  private static void id(Built app, List<String> broken) {
    same(
        App.ID,
        Map.of(
            "app.conf [package] id", app.value("app", "package", "id").orElse("nothing"),
            "app.conf [id] name", app.value("app", "id", "name").orElse("nothing"),
            "app.manifest info.id.name",
                manifest(app).path("info").path("id").path("name").asText()),
        broken);
  }

  private static void version(Built app, List<String> broken) {
    String version = app.value("app", "launcher", "version").orElse("nothing");
    if (!SEMANTIC_VERSION.matcher(version).matches()) {
      broken.add("app.conf [launcher] version is " + version + ": write it as 1.2.3");
    }
    same(
        version,
        Map.of(
            "app.conf [id] version",
            app.value("app", "id", "version").orElse("nothing"),
            "app.manifest info.id.version",
            manifest(app).path("info").path("id").path("version").asText()),
        broken);
  }

  private static void same(String wanted, Map<String, String> found, List<String> broken) {
    found.forEach((where, value) -> {
      if (!value.equals(wanted)) {
        broken.add(where + " is " + value + ", not " + wanted);
      }
    });
  }

  private static void label(Built app, List<String> broken) {
    String label = app.value("app", "ui", "label").orElse("");
    if (label.length() < 5 || label.length() > 80 || label.startsWith("Splunk App for")) {
      broken.add("app.conf [ui] label is '" + label + "'");
    }
  }

  private static void setup(Built app, List<String> broken) {
    for (Conf.Setting setting : app.conf("app")) {
      if (setting.stanza().equals("triggers") || setting.key().equals("is_configured")) {
        broken.add(
            "app.conf line " + setting.line() + ": " + setting.stanza() + " " + setting.key());
      }
    }
  }

  private static JsonNode manifest(Built app) {
    try {
      return new ObjectMapper()
          .readTree(Objects.requireNonNullElse(app.files().get("app.manifest"), new byte[0]));
    } catch (IOException e) {
      return new ObjectMapper().createObjectNode();
    }
  }
}
