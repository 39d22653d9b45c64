package dev.sightline.command;

import picocli.CommandLine.Command;

/** {@code sightline check}. */
@Command(name = "check", mixinStandardHelpOptions = true, description = "x")
final class CheckCommand implements Runnable {
  @Override
  public void run() {}
}
