package dev.sightline.command;

import picocli.CommandLine.Command;

/** {@code sightline quarantine}. */
@Command(name = "quarantine", mixinStandardHelpOptions = true, description = "x")
final class QuarantineCommand implements Runnable {
  @Override
  public void run() {}
}
