package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.check.Checks;
import dev.sightline.check.Finding;
import dev.sightline.check.KeyChecks;
import dev.sightline.configuration.Masking;
import dev.sightline.hec.Destination;
import dev.sightline.notification.Queue;
import dev.sightline.notification.QueueFacts;
import dev.sightline.object.ObjectListing;
import dev.sightline.object.ObjectStore;
import dev.sightline.pipeline.Outlet;
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
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;

/** {@code sightline check}: is everything there that the service needs? */
@Command(
    name = "check",
    mixinStandardHelpOptions = true,
    description = {
      "Says whether everything is there that 'run' needs.",
      "It looks at queue, dead-letter queue, buckets, roles, GuardDuty, HEC, token, index,"
          + " acknowledgment and clock, prints a line for each, and says what to do where one is"
          + " not as needed: a missing permission is named by its action and resource. It takes the"
          + " same settings as 'run', reads no message and, without --send, writes nothing."
    },
    footerHeading = "%nExample:%n",
    footer = {
      "  sightline check --send && sightline run",
      "",
      "Exit code 0: all is well; 3: it works, with warnings; 1: it does not work; 2: settings."
    })
final class CheckCommand implements Callable<Integer>, LooksAhead {

  @Option(names = "--send", description = "Write one event to Splunk, to try the index.")
  private boolean send;

  @Mixin private RulesOption rulesOption = new RulesOption();

  @Option(names = "--json", description = "End with one JSON object on one line.")
  private boolean json;

  @Override
  public void lookAhead() {
    Configurations.lookAhead(rulesOption);
  }

  @Override
  public Integer call() throws InterruptedException {
    try (ApplicationContext context = rulesOption.context()) {
      Configuration configuration =
          Configurations.service(
              Configurations.settings(context.getEnvironment()), System.getenv().keySet());
      try (AwsClients aws = new AwsClients(context.getEnvironment(), configuration.roles(), 8)) {
        if (!configuration.rules().isEmpty()) {
          RuleTable.lines(configuration.rules()).forEach(System.out::println);
        }
        return report(findings(configuration, aws));
      }
    }
  }

  private List<Finding> findings(Configuration configuration, AwsClients aws)
      throws InterruptedException {
    List<Finding> findings = new ArrayList<>();
    configuration
        .hints()
        .forEach(hint -> findings.add(new Finding("settings", Finding.Verdict.WARNING, hint)));
    configuration.roles().byUse().forEach((use, role) -> findings.add(role(use, role, aws)));
    for (URI url : configuration.queues().urls()) {
      findings.addAll(queue(url, configuration, aws));
    }
    URI quarantine = configuration.quarantine().queueUrl();
    if (quarantine != null) {
      findings.addAll(Checks.quarantinePermissions(queue(aws, quarantine, configuration)));
    }
    ObjectStore store = new ObjectStore(aws::s3, configuration.objects().limits());
    List<String> buckets = configuration.objects().buckets();
    if (buckets.isEmpty()) {
      findings.add(
          new Finding(
              "buckets",
              Finding.Verdict.WARNING,
              "every bucket that a message names is read: list yours in SIGHTLINE_BUCKETS"));
    }
    for (String entry : buckets) {
      String[] parts = entry.split("/", 2);
      findings.add(Checks.bucket(store, parts[0], parts.length == 1 ? "" : parts[1]));
      findings.addAll(Checks.bucketOpenness(store, parts[0]));
      if (!configuration.objects().keys().isAll()) {
        findings.addAll(
            KeyChecks.keys(
                new ObjectListing(aws::s3),
                parts[0],
                parts.length == 1 ? "" : parts[1],
                configuration.objects().keys(),
                configuration.queues().urls().stream()
                    .map(url -> queue(aws, url, configuration).name())
                    .toList()));
      }
    }
    if (configuration.guardDuty().isOn()) {
      findings.addAll(
          Checks.guardDuty(
              aws.guardDuty(configuration.guardDuty().regions()),
              configuration.guardDuty().coverage()));
    }
    for (NamedDestination destination : configuration.destinations()) {
      for (Finding finding : destination(destination)) {
        findings.add(of(destination, finding));
      }
    }
    findings.addAll(BlindRules.findings(configuration.rules()));
    for (RuleIndexes.Looked looked :
        new RuleIndexes(configuration.destinations()).look(configuration.rules())) {
      findings.add(Checks.lookedUp(looked.words(), looked.state()));
    }
    return findings;
  }

  private List<Finding> destination(NamedDestination named) throws InterruptedException {
    List<Finding> findings = new ArrayList<>(Checks.hec(named.hec()));
    String index = named.hec().index();
    if (index != null && named.management().isPresent()) {
      findings.add(Checks.indexExists(named.management().get(), named.hec(), index));
    }
    if (send) {
      try (Destination destination =
          Destinations.of(named, new Measures(new SimpleMeterRegistry()))) {
        findings.add(Checks.index(index, destination));
      }
    } else {
      findings.add(Checks.index(index, null));
    }
    return findings;
  }

  /** The first destination needs no name: most have no other. */
  private static Finding of(NamedDestination destination, Finding finding) {
    return destination.name().equals(Outlet.FIRST)
        ? finding
        : new Finding(
            destination.name() + ": " + finding.subject(), finding.verdict(), finding.said());
  }

  private static List<Finding> queue(URI url, Configuration configuration, AwsClients aws) {
    Queue queue = queue(aws, url, configuration);
    String region = aws.regionOf(url).id();
    String own = aws.ownRegion().map(Region::id).orElse(null);
    List<Finding> findings = new ArrayList<>();
    try {
      QueueFacts facts = queue.facts();
      boolean waived = configuration.queues().waives(queue.name());
      findings.addAll(Checks.queue(queue, facts, waived, Instant.now()));
      if (own != null && !own.equals(region)) {
        findings.add(
            new Finding(
                "queue " + queue.name(),
                Finding.Verdict.GOOD,
                "lies in "
                    + region
                    + ", as its address says: AWS_REGION, "
                    + own
                    + ", is not used"));
      }
      findings.addAll(Checks.queuePermissions(queue));
      findings.addAll(Checks.queueOpenness(queue, facts));
      String deadLetterQueue = facts.deadLetterQueueUrl();
      if (deadLetterQueue != null && configuration.quarantine().isDeadLetterQueue()) {
        findings.addAll(
            Checks.quarantinePermissions(
                new Queue(
                    aws.sqs(url),
                    URI.create(deadLetterQueue),
                    configuration.queues().visibilityTimeout())));
      }
    } catch (SdkException e) {
      findings.add(Checks.queueRefused(queue, e, region, own));
    }
    return findings;
  }

  private static Queue queue(AwsClients aws, URI url, Configuration configuration) {
    return new Queue(aws.sqs(url), url, configuration.queues().visibilityTimeout());
  }

  private static Finding role(String use, Roles.Role role, AwsClients aws) {
    try {
      aws.assume(role);
      return Checks.role(use, role.arn(), null);
    } catch (SdkException e) {
      return Checks.role(use, role.arn(), e);
    }
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
      String said = Masking.masked(finding.said());
      out.printf("%s  %-" + width + "s  %s%n", mark, finding.subject(), said);
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
          .put("said", said);
    }
    if (json) {
      out.println(result.put("exit_code", code));
    }
    return code;
  }
}
