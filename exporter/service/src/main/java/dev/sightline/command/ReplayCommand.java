package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.configuration.Settings;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.replay.LogFiles;
import dev.sightline.replay.Replay;
import dev.sightline.replay.ReplayResult;
import dev.sightline.route.Rules;
import dev.sightline.route.RulesConfiguration;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code sightline replay}: files into Splunk. */
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Sends files that AWS wrote into Splunk.",
      "It reads every file that is not hidden and recognises by its content what it is: what AWS"
          + " stores, what its command line prints, what CloudWatch Logs, CloudTrail Lake, the"
          + " console and Splunk export, and what shippers keep; plain, or packed by gzip,"
          + " Zstandard, ZIP or tar. The guarantee is that of 'run'.",
      "An event's sightline_id is made of the file's content. A second replay sends the same ids,"
          + " but they are not those of the events that came by the queue; the events of an object"
          + " of s3:// have those."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  export SIGHTLINE_HEC_URL=https://splunk.example.com:8088",
      "  export SIGHTLINE_HEC_TOKEN_FILE=/run/secrets/hec-token",
      "  sightline replay ./AWSLogs/111122223333",
      "",
      "Exit code 0: everything arrived; 3: some files or records did not; 1: nothing could be sent."
    })
final class ReplayCommand implements Callable<Integer>, LooksAhead {

  @Parameters(
      paramLabel = "PATH",
      description = {
        "A file, a folder with everything below it, - for standard input, or s3://bucket/prefix. A"
            + " bucket's whole history is better carried by 'backfill', which goes on where it"
            + " stopped."
      })
  private String path = "";

  @Option(
      names = "--wait",
      paramLabel = "SECONDS",
      description = "How long to wait for Splunk to take events (default: ${DEFAULT-VALUE}).")
  private int wait = 60;

  @Mixin private RulesOption rulesOption = new RulesOption();

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  @Override
  public void lookAhead() {
    Configurations.lookAhead(settings -> {
      HecConfiguration.read(settings);
      ObjectConfiguration.read(settings);
    });
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    long start = System.nanoTime();
    try (GivenLogs logs = GivenLogs.of(path, GivenLogs.Wanted.ALL)) {
      return sent(logs.files(), start);
    }
  }

  private int sent(LogFiles found, long start) throws IOException, InterruptedException {
    try (ApplicationContext context = rulesOption.context()) {
      Settings settings = Configurations.settings(context.getEnvironment());
      HecConfiguration hec = HecConfiguration.read(settings);
      ObjectConfiguration objects = ObjectConfiguration.read(settings);
      List<NamedDestination> destinations = NamedDestinations.toSend(settings, hec);
      Rules rules = RulesConfiguration.read(settings).rules(settings);
      settings.check();
      try (Sending sending = new Sending(destinations, rules, Optional.empty())) {
        sending.awaitUsable(Duration.ofSeconds(wait));
        Terminal terminal = Terminal.standardError();
        Replay replay =
            new Replay(
                sending.reader(objects.families()),
                sending.outlets(),
                sending.measures(),
                objects.limits());
        ReplayResult result =
            replay.files(
                found.logs(),
                found.others(),
                (files, records) ->
                    terminal.progress(
                        files,
                        found.logs().size(),
                        files + " of " + found.logs().size() + " files, " + records + " records"));
        terminal.progressEnds();
        return report(withUnreadable(result, found), start);
      }
    }
  }

  private static ReplayResult withUnreadable(ReplayResult result, LogFiles found) {
    List<ReplayResult.Problem> problems = new ArrayList<>(result.problems());
    for (Path unreadable : found.unreadable()) {
      problems.add(new ReplayResult.Problem(unreadable.toString(), "may not be read"));
    }
    return new ReplayResult(
        result.files(),
        result.skipped(),
        result.records(),
        result.delivered(),
        problems,
        result.notes());
  }

  private int report(ReplayResult result, long start) {
    PrintStream out = System.out;
    for (ReplayResult.Problem problem : result.problems()) {
      out.println(problem.place() + ": " + problem.reason());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    out.printf(
        "%d files read, %d records delivered of %d read, %d problems, %d files skipped, %.1f s%n",
        result.files(),
        result.delivered(),
        result.records(),
        result.problems().size(),
        result.skipped(),
        seconds);
    result.notes().forEach(note -> out.println(note.place() + ": " + note.reason()));
    if (result.records() == 0 && result.problems().isEmpty()) {
      out.println("There is not a single record in it: nothing was sent.");
    }
    int code = code(result);
    if (json) {
      ObjectNode line = new ObjectMapper().createObjectNode();
      line.put("files", result.files())
          .put("skipped", result.skipped())
          .put("records", result.records())
          .put("delivered", result.delivered())
          .put("missing", result.missing())
          .put("seconds", Math.round(seconds * 1000) / 1000.0);
      result
          .problems()
          .forEach(problem ->
              line.withArray("problems")
                  .addObject()
                  .put("place", problem.place())
                  .put("reason", problem.reason()));
      out.println(line);
    }
    return code;
  }

  private static int code(ReplayResult result) {
    if (result.problems().isEmpty() && result.missing() == 0) {
      return result.records() == 0 ? ExitCode.GAPS : ExitCode.DONE;
    }
    return result.delivered() == 0 ? ExitCode.FAILED : ExitCode.GAPS;
  }
}
