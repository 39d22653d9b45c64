package dev.sightline.command;

import dev.sightline.saved.SearchTestRun;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import javax.xml.stream.XMLOutputFactory;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamWriter;

/** Results of tests in the XML that builds read: a suite for each search. */
final class JunitReport {
  private JunitReport() {}

  /** Writes the file, and the folders above it. */
  static void write(Path file, List<SearchTestRun> runs) throws IOException {
    Path parent = file.toAbsolutePath().getParent();
    if (parent != null) {
      Files.createDirectories(parent);
    }
    Map<String, List<SearchTestRun>> suites = new LinkedHashMap<>();
    runs.forEach(
        run -> suites.computeIfAbsent(run.test().search().name(), _ -> new ArrayList<>()).add(run));
    try (Writer writer = Files.newBufferedWriter(file)) {
      XMLStreamWriter xml = XMLOutputFactory.newFactory().createXMLStreamWriter(writer);
      xml.writeStartDocument("UTF-8", "1.0");
      xml.writeStartElement("testsuites");
      counts(xml, runs);
      for (Map.Entry<String, List<SearchTestRun>> suite : suites.entrySet()) {
        xml.writeStartElement("testsuite");
        xml.writeAttribute("name", valid(suite.getKey()));
        counts(xml, suite.getValue());
        for (SearchTestRun run : suite.getValue()) {
          test(xml, run);
        }
        xml.writeEndElement();
      }
      xml.writeEndElement();
      xml.writeEndDocument();
      xml.close();
    } catch (XMLStreamException e) {
      throw new IOException(file + " cannot be written: " + e.getMessage(), e);
    }
  }

  private static void counts(XMLStreamWriter xml, List<SearchTestRun> runs)
      throws XMLStreamException {
    xml.writeAttribute("tests", String.valueOf(runs.size()));
    xml.writeAttribute("failures", count(runs, SearchTestRun.Verdict.FAILED));
    xml.writeAttribute("skipped", count(runs, SearchTestRun.Verdict.SKIPPED));
    xml.writeAttribute("errors", "0");
    xml.writeAttribute("time", seconds(runs.stream().mapToDouble(SearchTestRun::seconds).sum()));
  }

  private static String count(List<SearchTestRun> runs, SearchTestRun.Verdict verdict) {
    return String.valueOf(runs.stream().filter(run -> run.verdict() == verdict).count());
  }

  private static String seconds(double seconds) {
    return String.format(Locale.ROOT, "%.3f", seconds);
  }

  private static void test(XMLStreamWriter xml, SearchTestRun run) throws XMLStreamException {
    xml.writeStartElement("testcase");
    xml.writeAttribute("name", valid(run.test().test().name()));
    xml.writeAttribute("classname", valid(run.test().search().name()));
    xml.writeAttribute("file", run.test().file().toString());
    xml.writeAttribute("line", String.valueOf(run.test().test().line()));
    xml.writeAttribute("time", seconds(run.seconds()));
    switch (run.verdict()) {
      case PASSED -> {}
      case SKIPPED -> {
        xml.writeStartElement("skipped");
        xml.writeAttribute("message", valid(run.test().skipped().orElse("")));
        xml.writeEndElement();
      }
      case FAILED -> {
        String reason = run.failure().orElse("");
        xml.writeStartElement("failure");
        xml.writeAttribute("message", valid(reason));
        List<String> lines = new ArrayList<>(List.of(reason));
        run.trace().ifPresent(trace -> lines.addAll(OutsideOutput.lines(trace)));
        xml.writeCharacters(valid(String.join("\n", lines)));
        xml.writeEndElement();
      }
    }
    xml.writeEndElement();
  }

  /** Without the characters that XML has no form for. */
  private static String valid(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints().map(c -> isInXml(c) ? c : 0xfffd).forEach(out::appendCodePoint);
    return out.toString();
  }

  private static boolean isInXml(int c) {
    return c == '\t'
        || c == '\n'
        || c == '\r'
        || (c >= 0x20 && c <= 0xd7ff)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}
