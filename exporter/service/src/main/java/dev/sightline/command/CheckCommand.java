package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.check.Checks;
import dev.sightline.check.Finding;
import dev.sightline.hec.Destination;
import dev.sightline.notification.Queue;
import dev.sightline.object.ObjectStore;
import dev.sightline.telemetry.Measures;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import java.io.PrintStream;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;

/** {@code sightline check}: is everything there that the service needs? */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Says, line by line, whether queue, dead-letter queue, buckets, HEC, token, index,",
      "acknowledgment and clock are as needed, and what to do where they are not.",
      "Takes the same settings as run; reads no message and, without --send, writes nothing."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  sightline check --send && sightline run",
      "",
      "Exit code 0: all is well; 3: it works, with warnings; 1: it does not work; 2: settings."
    })
final class CheckCommand implements Callable<Integer> {

  @Option(names = "--send", description = "Write one event to Splunk, to try the index.")
  private boolean send;

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  @Override
  public Integer call() throws InterruptedException {
    try (ApplicationContext context = ApplicationContext.builder().banner(false).start()) {
      Configuration configuration =
          Configurations.service(
              Configurations.settings(context.getEnvironment()), System.getenv().keySet());
      try (AwsClients aws = new AwsClients(context.getEnvironment(), configuration.roles(), 8)) {
        return report(findings(configuration, aws));
      }
    }
  }

  private List<Finding> findings(Configuration configuration, AwsClients aws)
      throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    for (URI url : configuration.queues().urls()) {
      Queue queue = new Queue(aws.sqs(url), url, configuration.queues().visibilityTimeout());
      try {
        findings.addAll(
            Checks.queue(
                queue, queue.facts(), configuration.queues().waives(queue.name()), Instant.now()));
      } catch (SdkException e) {
        findings.add(
            new Finding(
                "queue " + queue.name(),
                Finding.Verdict.BAD,
                url
                    + " cannot be asked ("
                    + e.getMessage()
                    + "): check its address, region, credentials and sqs:GetQueueAttributes"));
      }
    }
    ObjectStore store = new ObjectStore(aws::s3, configuration.objects().limits());
    List<String> buckets =
        configuration.objects().buckets().stream()
            .map(entry -> entry.split("/", 2)[0])
            .distinct()
            .toList();
    if (buckets.isEmpty()) {
      findings.add(
          new Finding(
              "buckets",
              Finding.Verdict.WARNING,
              "every bucket that a message names is read: list yours in SIGHTLINE_BUCKETS"));
    }
    for (String bucket : buckets) {
      findings.add(Checks.bucket(store, bucket));
    }
    findings.addAll(Checks.hec(configuration.hec()));
    String index = configuration.hec().index();
    if (index != null && configuration.management().isPresent()) {
      findings.add(
          Checks.indexExists(configuration.management().get(), configuration.hec(), index));
    }
    if (send) {
      try (Destination destination =
          Destinations.of(configuration.hec(), new Measures(new SimpleMeterRegistry()))) {
        findings.add(Checks.index(configuration.hec().index(), destination));
      }
    } else {
      findings.add(Checks.index(configuration.hec().index(), null));
    }
    return findings;
  }

  private int report(List<Finding> findings) {
    PrintStream out = System.out;
    Terminal terminal = new Terminal(out, Logging.isTerminal());
    int width = findings.stream().mapToInt(finding -> finding.subject().length()).max().orElse(0);
    ObjectNode result = new ObjectMapper().createObjectNode();
    int code = ExitCode.DONE;
    for (Finding finding : findings) {
      String mark =
          switch (finding.verdict()) {
            case GOOD -> terminal.good("ok  ");
            case WARNING -> terminal.warning("warn");
            case BAD -> terminal.bad("FAIL");
          };
      out.printf("%s  %-" + width + "s  %s%n", mark, finding.subject(), finding.said());
      code =
          switch (finding.verdict()) {
            case GOOD -> code;
            case WARNING -> code == ExitCode.DONE ? ExitCode.GAPS : code;
            case BAD -> ExitCode.FAILED;
          };
      result
          .withArray("findings")
          .addObject()
          .put("subject", finding.subject())
          .put("verdict", finding.verdict().name())
          .put("said", finding.said());
    }
    if (json) {
      out.println(result.put("exit_code", code));
    }
    return code;
  }
}
