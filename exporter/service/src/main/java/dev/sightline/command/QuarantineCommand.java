package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.notification.Queue;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.quarantine.Entry;
import dev.sightline.quarantine.Kept;
import dev.sightline.quarantine.Quarantine;
import dev.sightline.quarantine.QuarantineException;
import dev.sightline.replay.Replay;
import dev.sightline.replay.ReplayResult;
import io.micronaut.context.ApplicationContext;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sightline quarantine}: what could not be delivered. */
@Command(
    name = "quarantine",
    mixinStandardHelpOptions = true,
    description = {
      "Lists, shows and replays what could not be delivered.",
      "Each entry has its reason. The quarantine is the dead-letter queue, or what"
          + " SIGHTLINE_QUARANTINE names; the settings are those of 'run'. Listing a queue hides"
          + " its entries for as long as the listing takes."
    },
    subcommands = CommandLine.HelpCommand.class,
    footerHeading = "%nExamples:%n",
    footer = {
      "  sightline quarantine list",
      "  sightline quarantine show 5fea7756-0ea4-451a-a703-a558b933e274",
      "  sightline quarantine replay --all"
    })
final class QuarantineCommand implements Runnable {
  private static final int MOST = 10_000;

  /** Set by picocli before a command runs. */
  @Spec private CommandSpec spec = CommandSpec.create();

  /** One queue with its quarantine. */
  private record Place(Queue queue, Quarantine quarantine) {}

  @FunctionalInterface
  private interface Work {
    int on(List<Place> places, AwsClients aws, Configuration configuration)
        throws QuarantineException, IOException, InterruptedException;
  }

  @Override
  public void run() {
    spec.commandLine().usage(spec.commandLine().getOut());
  }

  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Prints a line for each entry.")
  int list(
      @Option(names = "--json", description = "End with one JSON object on one line.") boolean json)
      throws QuarantineException, IOException, InterruptedException {
    return work((places, aws, configuration) -> {
      List<List<String>> rows = new ArrayList<>();
      rows.add(List.of("ID", "SINCE", "KIND", "PLACE", "REASON"));
      ObjectNode line = new ObjectMapper().createObjectNode();
      line.putArray("entries");
      for (Place place : places) {
        List<Kept> kept = place.quarantine().list(MOST);
        place.quarantine().putBack(kept);
        for (Kept one : kept) {
          Entry entry = one.entry();
          String since = entry.at().equals(Instant.EPOCH) ? "-" : entry.at().toString();
          rows.add(List.of(one.id(), since, entry.kind(), entry.place(), entry.reason()));
          line.withArray("entries")
              .addObject()
              .put("id", one.id())
              .put("at", since)
              .put("kind", entry.kind())
              .put("place", entry.place())
              .put("reason", entry.reason());
        }
      }
      PrintStream out = System.out;
      Terminal.table(rows).forEach(out::println);
      out.println((rows.size() - 1) + " entries");
      if (json) {
        out.println(line);
      }
      return ExitCode.DONE;
    });
  }

  @Command(name = "show", mixinStandardHelpOptions = true, description = "Prints one entry, whole.")
  int show(@Parameters(paramLabel = "ID", description = "As list prints it.") String id)
      throws QuarantineException, IOException, InterruptedException {
    return work((places, aws, configuration) -> {
      for (Place place : places) {
        List<Kept> kept = place.quarantine().list(MOST);
        place.quarantine().putBack(kept);
        for (Kept one : kept) {
          if (one.id().equals(id)) {
            System.out.println(one.entry().json(Integer.MAX_VALUE));
            return ExitCode.DONE;
          }
        }
      }
      System.err.println("There is no entry " + id + ": 'sightline quarantine list' has all.");
      return ExitCode.FAILED;
    });
  }

  @Command(
      name = "replay",
      mixinStandardHelpOptions = true,
      description = {
        "Tries to deliver entries again.",
        "A message goes back to its queue; an object or a record is sent from here. What is"
            + " delivered leaves the quarantine, the rest stays."
      })
  int replay(
      @Parameters(paramLabel = "ID", arity = "0..*", description = "As list prints them.")
          List<String> ids,
      @Option(names = "--all", description = "Every entry.") boolean all)
      throws QuarantineException, IOException, InterruptedException {
    List<String> wanted = ids == null ? List.of() : ids;
    if (wanted.isEmpty() && !all) {
      System.err.println("Name the entries to replay, or say --all.");
      return ExitCode.USAGE;
    }
    return work((places, aws, configuration) -> {
      int done = 0;
      int left = 0;
      try (Sending sending =
          new Sending(configuration.destinations(), configuration.rules(), Optional.empty())) {
        sending.awaitUsable(Duration.ofMinutes(1));
        ObjectStore store = new ObjectStore(aws::s3, configuration.objects().limits());
        for (Place place : places) {
          List<Kept> kept = place.quarantine().list(MOST);
          List<Kept> staying = new ArrayList<>();
          for (Kept one : kept) {
            boolean chosen = all || wanted.contains(one.id());
            if (chosen && isReplayed(one, place.queue(), store, sending, configuration)) {
              place.quarantine().remove(one);
              done++;
            } else {
              staying.add(one);
              left += chosen ? 1 : 0;
            }
          }
          place.quarantine().putBack(staying);
        }
      }
      System.out.println(done + " entries replayed, " + left + " stay");
      if (done + left == 0) {
        System.err.println("No such entry: 'sightline quarantine list' has all.");
        return ExitCode.FAILED;
      }
      return left == 0 ? ExitCode.DONE : ExitCode.GAPS;
    });
  }

  private static boolean isReplayed(
      Kept kept, Queue queue, ObjectStore store, Sending sending, Configuration configuration)
      throws InterruptedException {
    Entry entry = kept.entry();
    ObjectRef object = entry.object();
    if (object == null) {
      String message = entry.message();
      if (message == null) {
        System.out.println(kept.id() + ": has neither an object nor a message");
        return false;
      }
      queue.send(message);
      return true;
    }
    long ordinal = entry.ordinal();
    Replay replay =
        new Replay(
            sending.reader(configuration.objects().families()),
            sending.outlets(),
            sending.measures(),
            configuration.objects().limits());
    ReplayResult result =
        replay.object(store, object, each -> ordinal < 0 || each == ordinal, entry.destination());
    for (ReplayResult.Problem problem : result.problems()) {
      System.out.println(kept.id() + ": " + problem.place() + ": " + problem.reason());
    }
    return result.problems().isEmpty();
  }

  private static int work(Work work) throws QuarantineException, IOException, InterruptedException {
    try (ApplicationContext context = ApplicationContext.builder().banner(false).start()) {
      Configuration configuration =
          Configurations.service(
              Configurations.settings(context.getEnvironment()), System.getenv().keySet());
      try (AwsClients aws = new AwsClients(context.getEnvironment(), configuration.roles(), 8)) {
        List<Place> places = new ArrayList<>();
        for (URI url : configuration.queues().urls()) {
          Queue queue = new Queue(aws.sqs(url), url, configuration.queues().visibilityTimeout());
          places.add(
              new Place(
                  queue, Sources.quarantine(configuration.quarantine(), aws, queue.facts(), url)));
        }
        return work.on(places, aws, configuration);
      }
    }
  }
}
