package dev.sightline.demo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.MissingParameterException;
import picocli.CommandLine.ParameterException;

/**
 * What the documents promise: that their links lead somewhere, and that their commands are ours.
 */
class DocumentsTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();
  private static final Set<String> PASSED_OVER = Set.of("target", "node_modules", ".git", "test");
  private static final Pattern LINK = Pattern.compile("\\]\\(([^)\\s]+)\\)");
  private static final Pattern OUTSIDE = Pattern.compile("[a-z][a-z0-9+.-]*:.*");

  private final CommandLine line = Main.commandLine();
  private final Map<Path, Document> known = new HashMap<>();

  @Test
  void every_link_to_a_file_and_every_anchor_leads_somewhere() throws IOException {
    List<String> dead = new ArrayList<>();
    int looked = 0;
    for (Path document : documents()) {
      for (String link : links(read(document))) {
        looked++;
        if (!leadsSomewhere(document, link)) {
          dead.add(ROOT.relativize(document) + " links to " + link);
        }
      }
    }
    assertEquals(List.of(), dead);
    assertTrue(looked >= 200, looked + " links");
  }

  @Test
  void every_command_in_a_block_is_understood_by_the_command_line() throws IOException {
    List<String> strange = new ArrayList<>();
    int tried = 0;
    for (Path document : documents()) {
      for (List<String> command : read(document).blockCommands()) {
        tried++;
        problem(command, false).ifPresent(it -> strange.add(ROOT.relativize(document) + ": " + it));
      }
    }
    assertEquals(List.of(), strange);
    assertTrue(tried >= 50, tried + " commands");
  }

  @Test
  void every_command_in_a_sentence_is_understood_though_it_may_lack_what_it_acts_on()
      throws IOException {
    List<String> strange = new ArrayList<>();
    int tried = 0;
    for (Path document : documents()) {
      for (List<String> command : read(document).spanCommands()) {
        tried++;
        problem(command, true).ifPresent(it -> strange.add(ROOT.relativize(document) + ": " + it));
      }
    }
    assertEquals(List.of(), strange);
    assertTrue(tried >= 30, tried + " commands");
  }

  @Test
  void a_dead_link_and_a_misspelt_option_would_be_told() {
    assertTrue(!leadsSomewhere(ROOT.resolve("README.md"), "docs/no-such-guide.md"));
    assertTrue(!leadsSomewhere(ROOT.resolve("README.md"), "docs/hunt.md#no-such-heading"));
    assertTrue(problem(List.of("hunt", "./AWSLogs", "--pviot"), false).isPresent());
    assertTrue(problem(List.of("hnut"), true).isPresent());
  }

  private Optional<String> problem(List<String> command, boolean mayLack) {
    try {
      line.parseArgs(command.toArray(String[]::new));
      return Optional.empty();
    } catch (MissingParameterException e) {
      return mayLack ? Optional.empty() : said(command, e);
    } catch (ParameterException e) {
      return said(command, e);
    }
  }

  private static Optional<String> said(List<String> command, ParameterException e) {
    return Optional.of("sightline " + String.join(" ", command) + ": " + e.getMessage());
  }

  private Document read(Path document) {
    return known.computeIfAbsent(document, Document::read);
  }

  private static List<String> links(Document document) {
    return LINK.matcher(document.prose())
        .results()
        .map((MatchResult found) -> found.group(1))
        .filter(link -> !OUTSIDE.matcher(link).matches())
        .toList();
  }

  private boolean leadsSomewhere(Path document, String link) {
    int anchor = link.indexOf('#');
    String path = anchor < 0 ? link : link.substring(0, anchor);
    Path target = path.isEmpty() ? document : document.resolveSibling(path).normalize();
    if (!Files.exists(target)) {
      return false;
    }
    return anchor < 0
        || !target.toString().endsWith(".md")
        || read(target).anchors().contains(link.substring(anchor + 1));
  }

  private static List<Path> documents() throws IOException {
    List<Path> documents = new ArrayList<>();
    try (Stream<Path> files = Files.list(ROOT)) {
      files.sorted().forEach(file -> addDocuments(file, documents));
    }
    assertTrue(documents.size() >= 40, documents.toString());
    return documents;
  }

  private static void addDocuments(Path file, List<Path> documents) {
    String name = file.getFileName().toString();
    if (name.endsWith(".md")) {
      documents.add(file);
    } else if (Files.isDirectory(file) && !PASSED_OVER.contains(name)) {
      try (Stream<Path> files = Files.list(file)) {
        files.sorted().forEach(inner -> addDocuments(inner, documents));
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
