package dev.sightline.command;

import dev.sightline.configuration.ConfigurationException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExecutionException;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of the exporter. */
@Command(
    name = "sightline",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Carries AWS's audit trail into Splunk, and loses nothing on the way.",
    synopsisSubcommandLabel = "COMMAND",
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline demo                      see the whole flow on this machine",
      "  sightline check                     are queue, bucket and Splunk as needed?",
      "  sightline run                       carry what the queue announces, until stopped",
      "  sightline replay ./AWSLogs          send a folder of files that AWS wrote",
      "  sightline backfill s3://my-trail-bucket/AWSLogs/   send a bucket's history",
      "  sightline verify s3://my-trail-bucket/AWSLogs/     prove that nothing is missing",
      "  sightline hunt ./AWSLogs            run the catalog over that folder, without Splunk",
      "  sightline inventory refresh         who owns which account, address and key",
      "",
      "Exit codes: 0 done, 1 failed, 2 wrong usage or configuration, 3 done with gaps."
    })
public final class Main implements Runnable {

  /** Set by picocli before {@link #run}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  /** The exporter's command line, with every command. */
  public static CommandLine commandLine() {
    return commandLine(List.of());
  }

  /** The exporter's command line, with every command and more. */
  public static CommandLine commandLine(List<Class<?>> more) {
    CommandLine line = new CommandLine(new Main());
    new Commands(more).addTo(line);
    return equipped(line);
  }

  /**
   * The command line for these arguments, without what they do not need.
   *
   * @param more commands beside the exporter's own
   */
  public static CommandLine commandLine(List<Class<?>> more, List<String> arguments) {
    CommandLine line = new CommandLine(new Main());
    new Commands(more).addTo(line, arguments);
    return equipped(line);
  }

  private static CommandLine equipped(CommandLine line) {
    line.setParameterExceptionHandler(new Misuse());
    line.setExecutionExceptionHandler(new Failures());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    HelpText.layOut(line, Terminal.helpColumns());
    return line;
  }

  /**
   * Runs one command; its exit code. The log starts with the command's work: help, usage and wrong
   * settings need none, and it takes as long to start as they do.
   */
  public static int run(CommandLine line, String[] arguments) {
    line.setExecutionStrategy(parsed -> {
      Integer helped = CommandLine.executeHelpRequest(parsed);
      if (helped != null) {
        return helped;
      }
      lookAhead(parsed.asCommandLineList().getLast());
      Logging.start();
      return new CommandLine.RunLast().execute(parsed);
    });
    return line.execute(arguments);
  }

  private static void lookAhead(CommandLine called) {
    if (called.getCommand() instanceof LooksAhead command) {
      try {
        command.lookAhead();
      } catch (ConfigurationException e) {
        throw new ExecutionException(called, String.valueOf(e.getMessage()), e);
      }
    }
  }

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    System.exit(run(commandLine(List.of(), List.of(arguments)), arguments));
  }
}
