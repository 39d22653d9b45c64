package dev.sightline.demo;

import dev.sightline.command.Logging;
import picocli.CommandLine;

/** The command line of a laptop: the exporter's, and the demo. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    Logging.start();
    System.exit(commandLine().execute(arguments));
  }

  static CommandLine commandLine() {
    return dev.sightline.command.Main.commandLine().addSubcommand(new DemoCommand());
  }
}
