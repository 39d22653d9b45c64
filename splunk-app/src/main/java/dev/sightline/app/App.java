package dev.sightline.app;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.catalog.Catalog;
import dev.sightline.lookups.Lookup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * The files of the app.
 *
 * @param files their bytes by path, without the app's own folder, in order
 */
record App(String version, Map<String, byte[]> files) {
  /** Folder, package and manifest bear it, for ever. */
  static final String ID = "sightline_aws";

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);
  private static final Set<String> TEXT = Set.of("conf", "meta", "xml", "md", "txt");

  /**
   * Makes the app.
   *
   * @param byHand the folder of what is written by hand; {@code ${version}} is replaced in its text
   * @param pages the folder of the pages' definitions
   * @param groups the scheduled searches as they are best enabled
   * @throws IOException where a file by hand cannot be read
   */
  static App make(
      String version,
      Path byHand,
      Path pages,
      Catalog catalog,
      List<Lookup> lookups,
      SearchGroups groups)
      throws IOException {
    Map<String, byte[]> files = new TreeMap<>(written(byHand, version));
    files.put("default/savedsearches.conf", SavedSearches.of(catalog, groups).bytes());
    files.put("default/macros.conf", Macros.of(catalog).bytes());
    List<Lookup> all = new ArrayList<>(lookups);
    all.add(CatalogLookup.of(catalog, groups));
    all.add(TechniqueLookup.of(catalog));
    all.add(CimLookup.of(catalog.folder()));
    files.putAll(LookupFiles.of(all));
    files.putAll(Views.of(pages));
    files.put("app.manifest", manifest(version));
    return new App(version, files);
  }

  private static Map<String, byte[]> written(Path folder, String version) throws IOException {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> found = Files.walk(folder)) {
      for (Path file : new TreeSet<>(found.filter(Files::isRegularFile).toList())) {
        String path = folder.relativize(file).toString().replace('\\', '/');
        byte[] bytes = Files.readAllBytes(file);
        if (TEXT.contains(path.substring(path.lastIndexOf('.') + 1))) {
          bytes =
              new String(bytes, StandardCharsets.UTF_8)
                  .replace("${version}", version)
                  .replace("${build}", build(version))
                  .getBytes(StandardCharsets.UTF_8);
        }
        files.put(path, bytes);
      }
    }
    return files;
  }

  /**
   * A number that grows with the version, by which Splunk tells browsers to forget static files.
   */
  private static String build(String version) {
    int number = 0;
    for (String part : version.split("[.-]", -1)) {
      number = number * 1000 + (part.matches("\\d{1,3}") ? Integer.parseInt(part) : 0);
    }
    return String.valueOf(number);
  }

  private static byte[] manifest(String version) throws IOException {
    ObjectNode manifest = JSON.createObjectNode().put("schemaVersion", "2.0.0");
    ObjectNode info = manifest.putObject("info");
    info.put("title", "Sightline for AWS");
    info.putObject("id").putNull("group").put("name", ID).put("version", version);
    info.putArray("author")
        .addObject()
        .put("name", "The Sightline developers")
        .putNull("email")
        .putNull("company");
    info.putNull("releaseDate");
    info.put("description", "Detections for AWS that ran before they shipped.");
    info.putObject("classification")
        .putNull("intendedAudience")
        .put("developmentStatus", "Production/Stable")
        .putArray("categories")
        .add("Security, Fraud & Compliance");
    info.putNull("commonInformationModels");
    info.putObject("license").put("name", "Apache-2.0").putNull("text").putNull("uri");
    info.putObject("privacyPolicy").putNull("name").putNull("text").putNull("uri");
    info.putObject("releaseNotes").putNull("name").put("text", "./README.md").putNull("uri");
    manifest.putNull("dependencies");
    manifest.putNull("tasks");
    manifest.putNull("inputGroups");
    manifest.putNull("incompatibleApps");
    manifest.putObject("platformRequirements").putObject("splunk").put("Enterprise", ">=9.2");
    manifest
        .putArray("supportedDeployments")
        .add("_standalone")
        .add("_distributed")
        .add("_search_head_clustering");
    manifest.putArray("targetWorkloads").add("_search_heads");
    return JSON.writeValueAsString(manifest).replace("\r\n", "\n").getBytes(StandardCharsets.UTF_8);
  }
}
