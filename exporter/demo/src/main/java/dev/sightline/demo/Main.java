package dev.sightline.demo;

import java.util.List;
import picocli.CommandLine;

/** The command line of a laptop: the exporter's, and the demo. */
public final class Main {
  private static final List<Class<?>> MORE = List.of(DemoCommand.class);

  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        dev.sightline.command.Main.run(
            dev.sightline.command.Main.commandLine(MORE, List.of(arguments)), arguments));
  }

  /** With every command. */
  static CommandLine commandLine() {
    return dev.sightline.command.Main.commandLine(MORE);
  }
}
