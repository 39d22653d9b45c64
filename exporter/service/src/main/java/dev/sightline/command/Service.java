package dev.sightline.command;

import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Problem;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.object.ObjectStore;
import dev.sightline.pipeline.Exporter;
import dev.sightline.pipeline.Outlet;
import dev.sightline.pipeline.Outlets;
import dev.sightline.route.CurrentRules;
import dev.sightline.route.RulesConfiguration;
import dev.sightline.schedule.Repeated;
import dev.sightline.telemetry.Measures;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The running service: Micronaut's context with its health and metrics, AWS's clients, and the
 * exporter. Whoever started it closes it.
 */
public final class Service implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Service.class);

  private static final Duration LOOK_AT_RULES = Duration.ofSeconds(3);

  /** What was opened, to be closed in the opposite order. */
  private final List<AutoCloseable> opened;

  private final Exporter exporter;
  private final URI address;

  private Service(List<AutoCloseable> opened, Exporter exporter, URI address) {
    this.opened = opened;
    this.exporter = exporter;
    this.address = address;
  }

  /**
   * Starts the service.
   *
   * @param properties settings in their dotted spelling, before those of the environment
   * @throws dev.sightline.configuration.ConfigurationException where a setting is wrong, or names
   *     something that is not there
   */
  public static Service start(Map<String, Object> properties) {
    List<AutoCloseable> opened = new ArrayList<>();
    try {
      ApplicationContext context =
          ApplicationContext.builder().properties(properties).banner(false).start();
      opened.add(context);
      Configuration configuration =
          Configurations.service(
              Configurations.settings(context.getEnvironment()), System.getenv().keySet());
      configuration.hints().forEach(hint -> log.warn("{}", hint));
      AwsClients aws =
          new AwsClients(
              context.getEnvironment(),
              configuration.roles(),
              configuration.objects().open()
                  + (configuration.completeness().isOn() ? CompletenessChecks.OPEN : 0)
                  + 8);
      opened.add(aws);
      Measures measures = new Measures(context.getBean(MeterRegistry.class));
      List<Exporter.Source> sources = sources(configuration, aws);
      configuration.destinations().forEach(Destinations::checkIndex);
      CurrentRules rules = rules(configuration, opened);
      List<Outlet> outlets =
          Destinations.outlets(
              configuration.destinations(),
              Optional.of(configuration.redelivery()),
              measures,
              opened);
      for (int i = 0; i < outlets.size(); i++) {
        HecConfiguration hec = configuration.destinations().get(i).hec();
        try (Waiting _ =
            Waiting.on(() -> "HEC to answer at " + hec.endpoints().getFirst().address())) {
          Destinations.refuseUnnamedGateway(
              configuration.destinations().get(i), outlets.get(i).destination());
        }
      }
      Exporter exporter =
          new Exporter(
              sources,
              findings(configuration.guardDuty(), aws),
              configuration.queues(),
              configuration.objects(),
              new ObjectStore(aws::s3, configuration.objects().limits()),
              Destinations.envelope(configuration.destinations()),
              rules,
              Outlets.ofQueue(outlets),
              measures,
              InstantSource.system());
      opened.add(exporter);
      Gauges.register(exporter, configuration.destinations());
      context.registerSingleton(exporter);
      context.registerSingleton(new HealthDetails(configuration.healthDetails()));
      EmbeddedServer server = context.getBean(EmbeddedServer.class);
      server.start();
      log.info("health and metrics are at {}", server.getURL());
      exporter.start();
      for (Outlet outlet : outlets) {
        opened.add(
            Waiting.until(
                outlet.destination()::isUsable,
                () -> "Splunk to take events: " + Sending.reasons(outlet.destination(), ", ")));
      }
      opened.add(new Summary(exporter));
      opened.add(new StatusEvents(exporter, configuration.statusEvery()));
      if (configuration.inventory().hasSource()) {
        opened.add(Inventories.schedule(configuration, context.getBean(MeterRegistry.class)));
      }
      if (configuration.completeness().isOn()) {
        opened.add(
            CompletenessChecks.schedule(
                configuration,
                aws,
                exporter.destination(),
                rules,
                context.getBean(MeterRegistry.class)));
      }
      return new Service(opened, exporter, server.getURI());
    } catch (RuntimeException e) {
      close(opened);
      throw e;
    }
  }

  /** The rules of the start, which are read again when their file changes. */
  private static CurrentRules rules(Configuration configuration, List<AutoCloseable> opened) {
    RuleIndexes indexes = new RuleIndexes(configuration.destinations());
    try {
      List<Problem> problems =
          BlindRules.accepting(indexes::problems).problems(configuration.rules()).stream()
              .map(problem -> new Problem(RulesConfiguration.FILE, problem))
              .toList();
      if (!problems.isEmpty()) {
        throw new ConfigurationException(problems);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    CurrentRules rules =
        new CurrentRules(
            configuration.rulesFiles(),
            configuration.rules(),
            BlindRules.accepting(indexes::problems));
    if (configuration.rulesFiles().file().isPresent()) {
      Repeated looking =
          new Repeated(
              "rules",
              () -> {
                rules.look();
                return LOOK_AT_RULES;
              });
      opened.add(looking);
      looking.start();
    }
    return rules;
  }

  private static List<Exporter.Source> sources(Configuration configuration, AwsClients aws) {
    try (Waiting _ = Waiting.on(() -> "SQS to answer for " + configuration.queues().urls())) {
      return Sources.of(configuration, aws);
    }
  }

  public Exporter exporter() {
    return exporter;
  }

  /** Where health and metrics are. */
  public URI address() {
    return address;
  }

  /** Drains and stops. */
  @Override
  public synchronized void close() {
    close(opened);
    opened.clear();
  }

  private static Optional<Exporter.Findings> findings(
      GuardDutyConfiguration configuration, AwsClients aws) {
    return configuration.isOn()
        ? Optional.of(
            new Exporter.Findings(
                aws.guardDuty(configuration.regions()), aws.account(), configuration))
        : Optional.empty();
  }

  static void close(List<AutoCloseable> parts) {
    for (AutoCloseable part : parts.reversed()) {
      try {
        part.close();
      } catch (Exception e) {
        log.warn("{} could not be closed: {}", part.getClass().getSimpleName(), e.toString());
      }
    }
  }
}
