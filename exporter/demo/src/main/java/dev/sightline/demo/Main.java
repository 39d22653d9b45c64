package dev.sightline.demo;

import java.util.List;
import picocli.CommandLine;

/** The command line of a laptop: the exporter's, and the demo. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(dev.sightline.command.Main.run(commandLine(arguments), arguments));
  }

  /** The command line for these arguments. */
  static CommandLine commandLine(String... arguments) {
    return dev.sightline.command.Main.commandLine(List.of(DemoCommand.class), List.of(arguments));
  }
}
