package dev.sightline.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Rules about the pages, which Splunk's own validator does not look at. */
final class PageChecks {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern DEFINITION =
      Pattern.compile("<definition><!\\[CDATA\\[(.*?)\\]\\]></definition>", Pattern.DOTALL);
  private static final Pattern TOKEN =
      Pattern.compile("\\$([A-Za-z_][A-Za-z0-9_.: ]*)(\\|[a-z])?\\$");
  private static final Pattern PAGE = Pattern.compile("/app/" + App.ID + "/([a-z_]+)(\\?.*)?");

  /** What the renderer knows, and was seen to draw. */
  private static final Set<String> VISUALIZATIONS =
      Set.of(
          "splunk.table",
          "splunk.singlevalue",
          "splunk.column",
          "splunk.bar",
          "splunk.line",
          "splunk.area",
          "splunk.pie",
          "splunk.markdown");

  private static final Set<String> INPUTS =
      Set.of("input.timerange", "input.text", "input.dropdown");

  static final List<Check> ALL =
      List.of(
          new Check("Every page is JSON with a title and a description.", PageChecks::pages),
          new Check("Every panel is of a type that was seen to be drawn.", PageChecks::types),
          new Check("Every panel has a title, and stands on its page once.", PageChecks::layout),
          new Check(
              "No two panels of a page overlap, and none stands out of it.", PageChecks::overlap),
          new Check(
              "Every search of a page is asked for by a panel, and the other way round.",
              PageChecks::sources),
          new Check(
              "Every search of a page has a query and the page's range of time.",
              PageChecks::queries),
          new Check("Every token is one that an input or a click sets.", PageChecks::tokens),
          new Check("Every click leads to a page that is there, or to https.", PageChecks::clicks));

  private PageChecks() {}

  /** The definitions, by the name of their page. */
  static Map<String, JsonNode> definitions(Built app) {
    Map<String, JsonNode> definitions = new LinkedHashMap<>();
    app.files()
        .forEach((path, bytes) -> {
          if (path.startsWith(Views.FOLDER) && path.endsWith(".xml")) {
            Matcher found = DEFINITION.matcher(new String(bytes, StandardCharsets.UTF_8));
            try {
              definitions.put(
                  path.substring(Views.FOLDER.length(), path.length() - 4),
                  found.find() ? JSON.readTree(found.group(1)) : JSON.nullNode());
            } catch (IOException e) {
              definitions.put(path, JSON.nullNode());
            }
          }
        });
    return definitions;
  }

  private static void each(Built app, BiConsumer<String, JsonNode> look) {
    definitions(app).forEach(look);
  }

  private static void pages(Built app, List<String> broken) {
    each(
        app,
        (name, page) -> {
          if (page.path("title").asText().isBlank()
              || page.path("description").asText().isBlank()) {
            broken.add(name);
          }
        });
  }

  private static void types(Built app, List<String> broken) {
    each(
        app,
        (name, page) -> {
          page.path("visualizations")
              .properties()
              .forEach(panel -> {
                if (!VISUALIZATIONS.contains(panel.getValue().path("type").asText())) {
                  broken.add(name + " " + panel.getKey());
                }
              });
          page.path("inputs")
              .properties()
              .forEach(input -> {
                if (!INPUTS.contains(input.getValue().path("type").asText())) {
                  broken.add(name + " " + input.getKey());
                }
              });
        });
  }

  private static void layout(Built app, List<String> broken) {
    each(
        app,
        (name, page) -> {
          Set<String> panels = new TreeSet<>();
          page.path("visualizations")
              .properties()
              .forEach(panel -> {
                panels.add(panel.getKey());
                if (panel.getValue().path("title").asText().isBlank()) {
                  broken.add(name + " " + panel.getKey() + " has no title");
                }
              });
          for (JsonNode place : page.at("/layout/structure")) {
            if (!panels.remove(place.path("item").asText())) {
              broken.add(name + " places " + place.path("item").asText());
            }
          }
          panels.forEach(panel -> broken.add(name + " does not place " + panel));
          Set<String> inputs = new TreeSet<>();
          page.path("inputs").fieldNames().forEachRemaining(inputs::add);
          page.at("/layout/globalInputs")
              .forEach(input -> {
                if (!inputs.remove(input.asText())) {
                  broken.add(name + " places the input " + input.asText());
                }
              });
          inputs.forEach(input -> broken.add(name + " does not place the input " + input));
        });
  }

  private static void overlap(Built app, List<String> broken) {
    each(
        app,
        (name, page) -> {
          JsonNode places = page.at("/layout/structure");
          for (int i = 0; i < places.size(); i++) {
            JsonNode one = places.get(i).path("position");
            if (one.path("x").asInt() < 0 || end(one, "x", "w") > 1200) {
              broken.add(name + " " + places.get(i).path("item").asText() + " stands out");
            }
            for (int j = i + 1; j < places.size(); j++) {
              JsonNode other = places.get(j).path("position");
              if (one.path("x").asInt() < end(other, "x", "w")
                  && other.path("x").asInt() < end(one, "x", "w")
                  && one.path("y").asInt() < end(other, "y", "h")
                  && other.path("y").asInt() < end(one, "y", "h")) {
                broken.add(
                    name
                        + " "
                        + places.get(i).path("item").asText()
                        + " and "
                        + places.get(j).path("item").asText());
              }
            }
          }
        });
  }

  private static int end(JsonNode position, String from, String length) {
    return position.path(from).asInt() + position.path(length).asInt();
  }

  private static void sources(Built app, List<String> broken) {
    each(
        app,
        (name, page) -> {
          Set<String> asked = new TreeSet<>();
          page.path("visualizations")
              .properties()
              .forEach(panel -> {
                String source = panel.getValue().at("/dataSources/primary").asText();
                if (panel.getValue().path("type").asText().equals("splunk.markdown")) {
                  return;
                }
                asked.add(source);
                if (!page.path("dataSources").has(source)) {
                  broken.add(name + " " + panel.getKey() + " asks for " + source);
                }
              });
          page.path("dataSources")
              .fieldNames()
              .forEachRemaining(source -> {
                if (!asked.contains(source)) {
                  broken.add(name + " " + source + " is asked for by nobody");
                }
              });
        });
  }

  private static void queries(Built app, List<String> broken) {
    each(
        app,
        (name, page) ->
            page.path("dataSources")
                .properties()
                .forEach(source -> {
                  JsonNode options = source.getValue().path("options");
                  if (!source.getValue().path("type").asText().equals("ds.search")
                      || options.path("query").asText().isBlank()
                      || !options.at("/queryParameters/earliest").asText().equals("$time.earliest$")
                      || !options.at("/queryParameters/latest").asText().equals("$time.latest$")) {
                    broken.add(name + " " + source.getKey());
                  }
                }));
  }

  private static void tokens(Built app, List<String> broken) {
    each(
        app,
        (name, page) -> {
          Set<String> known = new TreeSet<>();
          page.path("inputs")
              .forEach(input -> {
                String token = input.at("/options/token").asText();
                known.add(token);
                known.add(token + ".earliest");
                known.add(token + ".latest");
              });
          page.path("dataSources")
              .properties()
              .forEach(source ->
                  unknown(source.getValue().toString(), known, false)
                      .forEach(token -> broken.add(name + " " + source.getKey() + ": " + token)));
          page.path("visualizations")
              .properties()
              .forEach(panel ->
                  unknown(panel.getValue().toString(), known, true)
                      .forEach(token -> broken.add(name + " " + panel.getKey() + ": " + token)));
        });
  }

  private static Set<String> unknown(String text, Set<String> known, boolean clicked) {
    Set<String> unknown = new TreeSet<>();
    Matcher token = TOKEN.matcher(text);
    while (token.find()) {
      String name = token.group(1);
      boolean click = clicked && (name.equals("value") || name.matches("row\\..+\\.value"));
      if (!known.contains(name) && !click) {
        unknown.add(name);
      }
    }
    return unknown;
  }

  private static void clicks(Built app, List<String> broken) {
    Set<String> pages = definitions(app).keySet();
    each(
        app,
        (name, page) ->
            page.path("visualizations")
                .properties()
                .forEach(panel -> {
                  for (JsonNode handler : panel.getValue().path("eventHandlers")) {
                    String url = handler.at("/options/url").asText();
                    Matcher inside = PAGE.matcher(url);
                    boolean right =
                        handler.path("type").asText().equals("drilldown.customUrl")
                            && (inside.matches()
                                ? pages.contains(inside.group(1))
                                : url.startsWith("https://") || url.equals("$row.Link.value$"));
                    if (!right) {
                      broken.add(name + " " + panel.getKey() + ": " + url);
                    }
                  }
                }));
  }
}
