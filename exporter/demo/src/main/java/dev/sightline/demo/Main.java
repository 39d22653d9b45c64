package dev.sightline.demo;

import java.util.List;

/** The command line of a laptop: the exporter's, and the demo. */
public final class Main {
  private Main() {}

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(
        dev.sightline.command.Main.run(
            dev.sightline.command.Main.commandLine(List.of(DemoCommand.class), List.of(arguments)),
            arguments));
  }
}
