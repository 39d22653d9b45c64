package dev.sightline.app;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.imageio.ImageIO;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.SAXException;

/** Rules about views, pictures, links and what texts may hold. */
final class ContentChecks {
  private static final String VIEWS = "default/data/ui/views/";
  private static final String NAVIGATION = "default/data/ui/nav/";
  private static final Set<String> STATIC = Set.of("png", "txt", "md");

  /** Views that Splunk brings to every app. */
  private static final Set<String> SPLUNKS_VIEWS =
      Set.of("search", "analytics_workspace", "datasets", "reports", "alerts", "dashboards");

  private static final Map<String, Integer> ICONS =
      Map.of(
          "static/appIcon.png", 36,
          "static/appIcon_2x.png", 72,
          "static/appIconAlt.png", 36,
          "static/appIconAlt_2x.png", 72);

  private static final Map<String, Pattern> NOT_TO_HOLD =
      Map.of(
          "an address", Pattern.compile("(?<![\\d.])(?:\\d{1,3}\\.){3}\\d{1,3}(?![\\d.])"),
          "an access key", Pattern.compile("\\b(?:AKIA|ASIA)[A-Z0-9]{16}\\b"),
          "a password", Pattern.compile("(?i)\\b(?:password|passwd)\\s*=\\s*[\"']?[^\\s\"'$<*]"));

  static final List<Check> ALL =
      List.of(
          new Check(
              "Views and navigation are well-formed XML and nothing else.", ContentChecks::xml),
          new Check("The navigation leads to views that are there.", ContentChecks::navigation),
          new Check("The icons are pictures of the sizes that Splunk wants.", ContentChecks::icons),
          new Check(
              "The folder static is flat and holds pictures and texts.", ContentChecks::statics),
          new Check("Links stay inside Splunk or go by https.", ContentChecks::links),
          new Check(
              "No text holds an address, an access key or a password.", ContentChecks::secrets),
          new Check("Every text is UTF-8.", ContentChecks::encoding));

  private ContentChecks() {}

  private static void xml(Built app, List<String> broken) {
    app.files()
        .forEach((path, bytes) -> {
          if (!path.startsWith("default/data/ui/")) {
            return;
          }
          Document document = path.endsWith(".xml") ? parsed(bytes) : null;
          if (document == null) {
            broken.add(path + " is no XML");
            return;
          }
          Element root = document.getDocumentElement();
          if (path.startsWith(VIEWS)
              && !(root.getTagName().equals("dashboard")
                  && Set.of("1.1", "2").contains(root.getAttribute("version")))) {
            broken.add(path + " is no dashboard of version 1.1 or 2");
          }
          String text = new String(bytes, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT);
          if (text.contains("<script") || text.contains("<iframe") || text.contains("script=")) {
            broken.add(path + " holds a script or a frame");
          }
        });
  }

  private static void navigation(Built app, List<String> broken) {
    app.files()
        .forEach((path, bytes) -> {
          Document document = path.startsWith(NAVIGATION) ? parsed(bytes) : null;
          if (document == null) {
            return;
          }
          NodeList views = document.getElementsByTagName("view");
          for (int i = 0; i < views.getLength(); i++) {
            String name = ((Element) views.item(i)).getAttribute("name");
            if (!SPLUNKS_VIEWS.contains(name) && !app.files().containsKey(VIEWS + name + ".xml")) {
              broken.add(path + " names " + name);
            }
          }
        });
  }

  private static void icons(Built app, List<String> broken) {
    ICONS.forEach((path, size) -> {
      byte[] bytes = app.files().get(path);
      BufferedImage image = bytes == null ? null : image(bytes);
      if (image == null) {
        broken.add(path + " is missing or no picture");
      } else if (image.getWidth() != size || image.getHeight() != size) {
        broken.add(path + " is " + image.getWidth() + " by " + image.getHeight());
      }
    });
  }

  private static void statics(Built app, List<String> broken) {
    for (String path : app.files().keySet()) {
      if (path.startsWith("static/")
          && (path.indexOf('/', 7) >= 0
              || !STATIC.contains(path.substring(path.lastIndexOf('.') + 1)))) {
        broken.add(path);
      }
    }
  }

  private static void links(Built app, List<String> broken) {
    for (Conf.Setting setting : app.conf("workflow_actions")) {
      if (setting.key().equals("link.uri")
          && !setting.value().startsWith("/")
          && !setting.value().startsWith("https://")) {
        broken.add("workflow_actions.conf line " + setting.line() + ": " + setting.value());
      }
    }
  }

  private static void secrets(Built app, List<String> broken) {
    app.files()
        .forEach((path, bytes) -> {
          if (path.endsWith(".png")) {
            return;
          }
          String text = new String(bytes, StandardCharsets.UTF_8);
          NOT_TO_HOLD.forEach((what, pattern) -> {
            Matcher found = pattern.matcher(text);
            if (found.find()) {
              broken.add(path + " holds " + what + ": " + found.group());
            }
          });
        });
  }

  private static void encoding(Built app, List<String> broken) {
    app.files()
        .forEach((path, bytes) -> {
          if (path.endsWith(".png")) {
            return;
          }
          try {
            StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
          } catch (CharacterCodingException e) {
            broken.add(path);
          }
        });
  }

  private static @Nullable Document parsed(byte[] bytes) {
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new ByteArrayInputStream(bytes));
    } catch (ParserConfigurationException | SAXException | IOException e) {
      return null;
    }
  }

  private static @Nullable BufferedImage image(byte[] bytes) {
    try {
      return ImageIO.read(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      return null;
    }
  }
}
