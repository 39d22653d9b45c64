package dev.sightline.endtoend;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Main;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import picocli.CommandLine;

/**
 * One run of a command, as a person runs it.
 *
 * @param output what it wrote, errors too
 */
record CommandRun(int exitCode, String output) {

  /** Runs a command under settings in their dotted spelling. */
  static CommandRun of(Map<String, Object> properties, String... arguments) {
    PrintStream out = System.out;
    PrintStream err = System.err;
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream captured = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    properties.forEach((name, value) -> System.setProperty(name, value.toString()));
    System.setOut(captured);
    System.setErr(captured);
    try {
      CommandLine line = Main.commandLine();
      line.setErr(new PrintWriter(captured, true, StandardCharsets.UTF_8));
      int code = line.execute(arguments);
      return new CommandRun(code, bytes.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(out);
      System.setErr(err);
      properties.keySet().forEach(System::clearProperty);
    }
  }

  /** The last line, as JSON. */
  JsonNode json() throws IOException {
    String text = output.strip();
    return new ObjectMapper().readTree(text.substring(text.lastIndexOf('\n') + 1));
  }
}
