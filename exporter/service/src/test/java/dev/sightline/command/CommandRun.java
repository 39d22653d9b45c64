package dev.sightline.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/** A command as a person calls it, in this process, and what it said. */
record CommandRun(int code, String out, String err) {
  static CommandRun of(List<String> arguments) {
    return of(Main.commandLine(), arguments);
  }

  /** With a command line that is at hand, which takes less time than a new one. */
  static CommandRun of(CommandLine line, List<String> arguments) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(arguments.toArray(String[]::new));
    return new CommandRun(code, out.toString(), err.toString());
  }

  static CommandRun of(String... arguments) {
    return of(List.of(arguments));
  }

  /** The last line of what it said, as scripts read it. */
  JsonNode json() throws IOException {
    String[] lines = out.strip().split("\n", -1);
    return new ObjectMapper().readTree(lines[lines.length - 1]);
  }
}
