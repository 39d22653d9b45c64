package dev.sightline.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the guides say is tested, held against the tests that there are. */
class ThreatsTest {
  private static final Path ROOT = Path.of("../..");
  private static final Pattern NAMED = Pattern.compile("`(\\w+Test)(?:\\.(\\w+))?`");
  private static final Pattern SCRIPT = Pattern.compile("`([\\w/.-]+-test\\.sh)`");

  @Test
  void every_test_that_the_page_of_threats_names_is_there() throws IOException {
    assertEquals(List.of(), missing("docs/threats.md", 20));
  }

  @Test
  void every_test_that_the_page_of_faults_names_is_there() throws IOException {
    assertEquals(List.of(), missing("docs/reliability.md", 40));
  }

  @Test
  void every_line_of_the_threats_names_a_test_or_says_that_nothing_holds_it_off()
      throws IOException {
    List<String> lines =
        Files.readAllLines(ROOT.resolve("docs/threats.md")).stream()
            .filter(line -> line.startsWith("| ") && !line.startsWith("| who can"))
            .toList();
    assertTrue(lines.size() >= 15, lines.size() + " lines");
    for (String line : lines) {
      assertTrue(
          NAMED.matcher(line).find()
              || SCRIPT.matcher(line).find()
              || (line.contains("not held off") && line.endsWith("| – |")),
          line);
    }
  }

  private static List<String> missing(String page, int least) throws IOException {
    Map<String, String> tests = tests();
    List<String> missing = new ArrayList<>();
    String text = Files.readString(ROOT.resolve(page));
    int named = 0;
    for (Matcher name = NAMED.matcher(text); name.find(); named++) {
      String source = tests.get(name.group(1));
      String method = name.group(2);
      if (source == null || (method != null && !source.contains("void " + method + "("))) {
        missing.add(name.group());
      }
    }
    for (Matcher script = SCRIPT.matcher(text); script.find(); ) {
      if (!Files.isExecutable(ROOT.resolve(script.group(1)))) {
        missing.add(script.group());
      }
    }
    assertTrue(named >= least, page + " names " + named + " tests");
    return missing;
  }

  /** Every test class by its name, with its source. */
  private static Map<String, String> tests() throws IOException {
    Map<String, String> tests = new TreeMap<>();
    try (Stream<Path> files = Files.walk(ROOT)) {
      files
          .filter(file -> file.toString().endsWith("Test.java"))
          .filter(file -> file.toString().contains("/src/test/java/"))
          .forEach(file -> {
            try {
              tests.merge(
                  file.getFileName().toString().replace(".java", ""),
                  Files.readString(file),
                  String::concat);
            } catch (IOException e) {
              throw new UncheckedIOException(e);
            }
          });
    }
    return tests;
  }
}
