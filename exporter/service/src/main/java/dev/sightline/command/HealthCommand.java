package dev.sightline.command;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline health}: asks a running service on this machine whether it lives. */
@Command(
    name = "health",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the service on this machine whether it lives.",
      "With --ready it asks whether the service carries: whether Splunk takes events and the queue"
          + " answers. Where an answer of no means a restart, ask for the first: a restart mends"
          + " neither Splunk nor a queue."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  sightline health && echo it lives",
      "",
      "The port is SIGHTLINE_HTTP_PORT's, else 8080. Exit code 0: yes; 1: no, or no answer."
    })
final class HealthCommand implements Callable<Integer> {
  private final Map<String, String> environment;

  @Option(names = "--ready", description = "Whether it carries, not only whether it lives.")
  private boolean ready;

  /** Set by picocli before {@link #call}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  HealthCommand() {
    this(System.getenv());
  }

  /**
   * @param environment where the service's address is set, if it is
   */
  HealthCommand(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  @Override
  public Integer call() {
    HealthProbe.Answer answer = HealthProbe.ask(environment, ready);
    CommandLine line = spec.commandLine();
    (answer.healthy() ? line.getOut() : line.getErr()).println(answer.said());
    return answer.healthy() ? ExitCode.DONE : ExitCode.FAILED;
  }
}
