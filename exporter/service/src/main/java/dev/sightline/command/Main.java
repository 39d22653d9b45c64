package dev.sightline.command;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command line of the exporter. */
@Command(
    name = "sightline",
    mixinStandardHelpOptions = true,
    versionProvider = Version.class,
    description = "Carries AWS's audit trail into Splunk, and loses nothing on the way.",
    synopsisSubcommandLabel = "COMMAND",
    subcommands = {
      RunCommand.class,
      CheckCommand.class,
      HealthCommand.class,
      ReplayCommand.class,
      BackfillCommand.class,
      VerifyCommand.class,
      HuntCommand.class,
      ReduceCommand.class,
      CatalogCommand.class,
      TestCommand.class,
      QuarantineCommand.class,
      InventoryCommand.class,
      CommandLine.HelpCommand.class
    },
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

  /** The command line, to which others may add commands. */
  public static CommandLine commandLine() {
    CommandLine line = new CommandLine(new Main());
    line.setExecutionExceptionHandler(new Failures());
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8));
    line.setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8));
    return line;
  }

  /** Runs one command and ends with its exit code. */
  public static void main(String[] arguments) {
    Logging.start();
    System.exit(commandLine().execute(arguments));
  }
}
