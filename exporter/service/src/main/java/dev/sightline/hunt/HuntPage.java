package dev.sightline.hunt;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The hits as one page of HTML that needs nothing else: no server, no network. Data from events
 * stands in it as JSON and is shown as text only; the page's own policy forbids every other script.
 */
public final class HuntPage {
  private HuntPage() {}

  /**
   * Writes the page.
   *
   * @param pivot a walk to draw; null draws what the hits have in common
   * @throws InputException where the file cannot be written
   */
  public static void write(Path file, Hunt.Result result, Pivot.@Nullable Result pivot) {
    try {
      Files.writeString(file, html(result, pivot), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new InputException("The page cannot be written to " + file + ": " + e + ".");
    }
  }

  static String html(Hunt.Result result, Pivot.@Nullable Result pivot) {
    String style = resource("page.css");
    String script = resource("page.js");
    return resource("page.html")
        .replace("%STYLE_HASH%", hash(style))
        .replace("%SCRIPT_HASH%", hash(script))
        .replace("%STYLE%", style)
        .replace("%SCRIPT%", script)
        .replace("%DATA%", escaped(data(result, pivot).toString()));
  }

  private static ObjectNode data(Hunt.Result result, Pivot.@Nullable Result pivot) {
    ObjectNode data = JsonNodeFactory.instance.objectNode();
    data.put("records", result.tally().looked());
    data.put("files", result.tally().files());
    data.put("problems", result.tally().problems().size() + result.failures().size());
    ArrayNode incidents = data.putArray("incidents");
    result
        .incidents()
        .forEach(incident -> incidents.add(IncidentForms.json(incident, result.hits())));
    ArrayNode hits = data.putArray("hits");
    result.hits().forEach(hit -> hits.add(HitForms.json(hit)));
    if (pivot != null) {
      data.set("pivot", PivotForms.json(pivot));
    }
    return data;
  }

  /** JSON that cannot end the element that it stands in. */
  private static String escaped(String json) {
    return json.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026");
  }

  private static String hash(String text) {
    try {
      byte[] digest =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256.", e);
    }
  }

  private static String resource(String name) {
    try (InputStream in = HuntPage.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("This build has no " + name + ": build it with Maven.");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
