package dev.sightline.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The pages: their JSON is the source, and what Splunk reads is wrapped around it here. */
final class Views {
  static final String FOLDER = "default/data/ui/views/";

  private static final ObjectMapper JSON = new ObjectMapper();

  private Views() {}

  /**
   * The views, by their path in the app.
   *
   * @throws IOException where a page is no JSON, with its name
   */
  static Map<String, byte[]> of(Path pages) throws IOException {
    Map<String, byte[]> views = new TreeMap<>();
    try (Stream<Path> files = Files.list(pages)) {
      for (Path file : files.filter(path -> path.toString().endsWith(".json")).sorted().toList()) {
        String name = file.getFileName().toString();
        views.put(
            FOLDER + name.substring(0, name.length() - 5) + ".xml",
            wrapped(name, Files.readString(file)).getBytes(StandardCharsets.UTF_8));
      }
    }
    return views;
  }

  private static String wrapped(String name, String definition) throws IOException {
    JsonNode json;
    try {
      json = JSON.readTree(definition);
    } catch (IOException e) {
      throw new IOException("The page " + name + " is no JSON: " + e.getMessage(), e);
    }
    if (definition.contains("]]>")) {
      throw new IOException("The page " + name + " holds ]]>, which would end it early.");
    }
    return """
    <dashboard version="2" theme="light">
      <label>%s</label>
      <description>%s</description>
      <definition><![CDATA[
    %s]]></definition>
      <meta type="hiddenElements"><![CDATA[{"hideEdit":false,"hideOpenInSearch":false,"hideExport":false}]]></meta>
    </dashboard>
    """
        .formatted(
            escaped(json.path("title").asText(name)),
            escaped(json.path("description").asText("")),
            definition.strip() + "\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
