package dev.sightline.command;

import picocli.CommandLine.Command;

/** {@code sightline replay}. */
@Command(name = "replay", mixinStandardHelpOptions = true, description = "x")
final class ReplayCommand implements Runnable {
  @Override
  public void run() {}
}
