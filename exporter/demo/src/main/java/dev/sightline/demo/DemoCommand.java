package dev.sightline.demo;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import dev.sightline.command.ExitCode;
import dev.sightline.command.Logging;
import dev.sightline.completeness.Findings;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code sightline demo}. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    description = {
      "Shows the whole flow on this machine, with nothing installed.",
      "It starts an SQS server, an S3 server and a strict HTTP Event Collector inside this process,"
          + " plays a day of an organization whose access key leaks, and carries it with the"
          + " exporter that 'run' starts. It succeeds only if every record arrives exactly once,"
          + " byte for byte."
    },
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline demo                      watch it, and read what arrived",
      "  sightline demo --json | tail -n 1  "
          + " {\"objects\":…,\"records\":…,\"delivered\":…,\"lost\":0,…}",
      "  sightline demo --write logs         only write the logs of the story to a folder",
      "  sightline demo --keep               leave it running, and put objects in yourself",
      "",
      "Exit codes: 0 every record arrived exactly once, 1 one did not or a part did not start."
    })
final class DemoCommand implements Callable<Integer> {
  private static final double NANOS = 1e9;

  @Option(names = "--json", description = "End with one line of JSON, for a script.")
  private boolean json;

  @Option(
      names = "--keep",
      description = "Leave everything running until Ctrl-C, and say how to put another object in.")
  private boolean keep;

  @Option(
      names = "--write",
      paramLabel = "DIR",
      description = "Write the logs of the story into this folder and end: for replay and hunt.")
  private @Nullable Path write;

  /** Set by picocli before {@link #call}. */
  @Spec private CommandSpec spec = CommandSpec.create();

  private final Map<String, Object> changes;

  DemoCommand() {
    this(Map.of());
  }

  /**
   * @param changes settings of the exporter that replace the demo's
   */
  DemoCommand(Map<String, Object> changes) {
    this.changes = Map.copyOf(changes);
  }

  @Override
  public Integer call() throws InterruptedException {
    if (write != null) {
      return write(write);
    }
    Optional<String> problem =
        temporaryFolderProblem(Path.of(System.getProperty("java.io.tmpdir")));
    if (problem.isPresent()) {
      spec.commandLine().getErr().println(problem.get());
      return ExitCode.FAILED;
    }
    quieten();
    long begun = System.nanoTime();
    PrintWriter out = spec.commandLine().getOut();
    Progress progress = new Progress(spec.commandLine().getErr(), Logging.isTerminal());
    try (Demo demo = Demo.start(progress, changes)) {
      Story story = Story.of(Story.SEED);
      Demo.Result result = demo.play(story, Story.SEED, progress);
      Report report = new Report(result, (System.nanoTime() - begun) / NANOS);
      boolean named = demo.inventory().awaitLookups();
      progress.say("verifying S3 against the digests, and Splunk against S3");
      Findings proof = Proof.verify(story, demo.cloud(), demo.inventory());
      boolean done = named && result.comparison().isExactlyOnce() && proof.problemCount() == 0;
      int exitCode = done ? ExitCode.DONE : ExitCode.FAILED;
      if (!named) {
        progress.say("The exporter has not filled the lookups: nobody knows whose the events are.");
      } else if (!json) {
        out.println();
        out.println(demo.inventory().table(demo.cloud().arrivals()));
      }
      if (json) {
        progress.say(Proof.said(proof));
      } else {
        out.println(Proof.said(proof));
      }
      tell(report, result, exitCode, progress, out);
      if (keep) {
        new Keeping(demo, progress).untilStopped(exitCode);
      }
      return exitCode;
    }
  }

  private int write(Path folder) {
    List<LogObject> objects = Story.of(Story.SEED).objects();
    try {
      for (LogObject object : objects) {
        Path file = folder.resolve(object.key());
        Files.createDirectories(file.getParent());
        Files.write(file, object.stored());
      }
    } catch (IOException e) {
      spec.commandLine()
          .getErr()
          .println(
              "The logs cannot be written to "
                  + folder
                  + " ("
                  + e.getMessage()
                  + "): make room and rights there, or name another folder.");
      return ExitCode.FAILED;
    }
    PrintWriter out = spec.commandLine().getOut();
    out.println(objects.size() + " logs of a day are in " + folder);
    out.flush();
    return ExitCode.DONE;
  }

  /** A sentence, where the demo's servers would find no place for their files. */
  static Optional<String> temporaryFolderProblem(Path folder) {
    try {
      Files.delete(Files.createTempFile(folder, "sightline-demo-", ".probe"));
      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "The demo's PostgreSQL keeps its files in the temporary folder, and "
              + folder
              + " takes none: make room and rights there, or name another folder by"
              + " SIGHTLINE_JAVA_OPTIONS=-Djava.io.tmpdir=FOLDER.");
    }
  }

  private void tell(
      Report report, Demo.Result result, int exitCode, Progress progress, PrintWriter out)
      throws InterruptedException {
    if (json) {
      if (exitCode != ExitCode.DONE) {
        progress.say(report.verdict());
      }
      out.println(report.json());
    } else {
      out.println();
      out.println(report.tables());
      if (exitCode == ExitCode.DONE) {
        progress.say("running the catalog over what arrived");
        out.println(Detections.in(result.comparison().arrived()).text());
      }
      out.println(report.verdict());
      if (exitCode == ExitCode.DONE && !keep) {
        out.println(
            """
            Next: 'sightline demo --keep' lets you put objects in yourself; 'sightline check --help' says
            what it takes to point the same exporter at your queue and your Splunk.\
            """);
      }
    }
    out.flush();
  }

  /** The exporter's log would scatter the progress; what it warns of is said even so. */
  private static void quieten() {
    if (System.getProperty("sightline.log") == null
        && LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
      context.getLogger("dev.sightline").setLevel(Level.WARN);
    }
  }
}
