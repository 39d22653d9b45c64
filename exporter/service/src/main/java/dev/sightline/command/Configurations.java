package dev.sightline.command;

import dev.sightline.completeness.CompletenessConfiguration;
import dev.sightline.configuration.ConfigurationException;
import dev.sightline.configuration.Masking;
import dev.sightline.configuration.Problem;
import dev.sightline.configuration.Settings;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.inventory.InventoryConfiguration;
import dev.sightline.lookups.Lookup;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.notification.QueueConfiguration;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.quarantine.QuarantineConfiguration;
import dev.sightline.redelivery.RedeliveryConfiguration;
import dev.sightline.route.RulesConfiguration;
import dev.sightline.splunk.SplunkConfiguration;
import dev.sightline.yaml.Nearest;
import io.micronaut.context.env.Environment;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.type.Argument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.Function;

/** Reads the rooms' configuration records out of Micronaut's properties. */
final class Configurations {
  private static final String PREFIX = "SIGHTLINE_";

  /** Names that are read elsewhere: by application.yml and by the launcher. */
  private static final List<String> OTHERS =
      List.of("SIGHTLINE_HTTP_PORT", "SIGHTLINE_HTTP_HOST", "SIGHTLINE_JAVA_OPTIONS");

  /** Properties of the JVM that the launcher or whoever looks for a fault sets. */
  private static final Set<String> OWN_PROPERTIES = Set.of("sightline.columns", "sightline.log");

  private static final List<String> SECRETS =
      List.of(
          "sightline.hec.token",
          "sightline.splunk.token",
          "sightline.splunk.password",
          "sightline.steampipe.password");

  private static final List<String> AWS_SECRETS =
      List.of("AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN");

  private Configurations() {}

  /** Settings over Micronaut's environment: a list in a file is the same as a text with commas. */
  static Settings settings(Environment environment) {
    Settings settings = new Settings(source(environment));
    learnSecrets(environment);
    return settings;
  }

  /**
   * Looks at the settings of the service before Micronaut starts, which costs several times what it
   * takes to say what is wrong with them. Rules are left to the start, where there are any: they
   * are held to the catalog, which takes as long.
   *
   * @throws ConfigurationException with every problem at once
   */
  static void lookAhead(RulesOption rules) {
    Set<String> names = System.getenv().keySet();
    boolean hasRules = names.stream().anyMatch(name -> name.startsWith("SIGHTLINE_RULES"));
    if (hasRules || !rules.properties().isEmpty()) {
      return;
    }
    boolean namesLookups = names.stream().anyMatch(name -> name.startsWith("SIGHTLINE_INVENTORY"));
    List<Lookup> lookups = namesLookups ? LookupFolder.shipped() : List.of();
    lookAhead(settings -> service(settings, names, lookups));
  }

  /**
   * Looks at settings before Micronaut starts, where the environment alone holds them: where a file
   * may hold some, it is Micronaut that knows.
   *
   * @throws ConfigurationException with every problem at once
   */
  static void lookAhead(Consumer<Settings> reading) {
    Map<String, String> environment = System.getenv();
    if (isOfEnvironmentAlone(environment, System.getProperties().stringPropertyNames())) {
      Settings settings =
          new Settings(name -> Optional.ofNullable(environment.get(Problem.environmentName(name))));
      reading.accept(settings);
      settings.check();
    }
  }

  /** Whether Micronaut would find the same values, under the same names, in nothing else. */
  static boolean isOfEnvironmentAlone(Map<String, String> environment, Set<String> properties) {
    boolean plain =
        environment.entrySet().stream()
            .allMatch(entry -> {
              String name = entry.getKey().toUpperCase(Locale.ROOT);
              boolean ours = name.startsWith("SIGHTLINE");
              return !name.startsWith("MICRONAUT")
                  && !name.startsWith("SPRING")
                  && (!ours || entry.getKey().startsWith(PREFIX))
                  && (!ours || !entry.getValue().contains("${"));
            });
    return plain
        && properties.stream()
            .noneMatch(name ->
                name.startsWith("micronaut.")
                    || (name.startsWith("sightline.") && !OWN_PROPERTIES.contains(name)));
  }

  /** A command that needs only some of the secrets must not repeat the others either. */
  private static void learnSecrets(Environment environment) {
    Settings apart = new Settings(source(environment));
    SECRETS.forEach(apart::secret);
    for (String name : AWS_SECRETS) {
      String value = System.getenv(name);
      if (value != null && value.length() >= AwsClients.SECRET_KEY_LENGTH) {
        Masking.learn(value);
      }
    }
  }

  private static Function<String, Optional<String>> source(Environment environment) {
    return name -> {
      Optional<List<String>> many =
          environment.getProperty(name, ConversionContext.of(Argument.listOf(String.class)));
      boolean isList = many.isPresent() && many.get().size() > 1;
      return isList
          ? many.map(list -> String.join(",", list))
          : environment.getProperty(name, String.class);
    };
  }

  /**
   * The service's configuration.
   *
   * @throws dev.sightline.configuration.ConfigurationException with every problem at once
   */
  static Configuration service(Settings settings, Set<String> environmentNames) {
    return service(settings, environmentNames, LookupFolder.shipped());
  }

  private static Configuration service(
      Settings settings, Set<String> environmentNames, List<Lookup> lookups) {
    HecConfiguration hec = HecConfiguration.read(settings);
    Optional<ManagementConfiguration> management = ManagementConfiguration.read(settings);
    Optional<SplunkConfiguration> splunk = SplunkConfiguration.read(settings);
    RulesConfiguration rules = RulesConfiguration.read(settings);
    Configuration configuration =
        new Configuration(
            QueueConfiguration.read(settings),
            ObjectConfiguration.read(settings),
            hec,
            NamedDestinations.read(settings, hec, management, splunk),
            rules,
            rules.rules(settings),
            QuarantineConfiguration.read(settings),
            management,
            GuardDutyConfiguration.read(settings),
            Roles.read(settings),
            InventoryConfiguration.read(settings, lookups),
            splunk,
            statusEvery(settings),
            settings.flag("sightline.http.details", false),
            RedeliveryConfiguration.read(settings),
            CompletenessConfiguration.read(settings),
            unknownNames(settings.names(), environmentNames));
    Inventories.check(settings, configuration);
    checkCompleteness(settings, configuration);
    HeapBudget.check(
        settings,
        configuration.hec(),
        configuration.destinations().size(),
        configuration.objects(),
        (long) configuration.queues().urls().size() * configuration.queues().messages(),
        Runtime.getRuntime().maxMemory());
    if (!settings.problems().isEmpty()) {
      throw new ConfigurationException(settings.problems(), configuration.hints());
    }
    return configuration;
  }

  private static void checkCompleteness(Settings settings, Configuration configuration) {
    if (configuration.completeness().isOn()
        && configuration.splunk().isEmpty()
        && settings.problems().stream()
            .noneMatch(problem -> problem.name().startsWith("sightline.splunk."))) {
      settings.problem(
          "sightline.splunk.url",
          "is missing: SIGHTLINE_COMPLETENESS_PREFIX compares S3 with Splunk's index over its"
              + " management port, such as https://splunk.example.com:8089.");
    }
  }

  private static Duration statusEvery(Settings settings) {
    return settings.duration(
        "sightline.status.every", Duration.ofMinutes(5), Duration.ofSeconds(1), Duration.ofDays(1));
  }

  /**
   * A misspelt variable would silently leave a default in force. It is told and not refused, since
   * Kubernetes itself sets such names where a service is called sightline.
   *
   * @return a sentence for each variable that no setting reads
   */
  static List<String> unknownNames(Set<String> settingNames, Set<String> environmentNames) {
    Set<String> known = new TreeSet<>();
    for (String name : settingNames) {
      known.add(Problem.environmentName(name));
    }
    List<String> hints = new ArrayList<>();
    for (String name : new TreeSet<>(environmentNames)) {
      boolean ours = name.startsWith(PREFIX) && OTHERS.stream().noneMatch(name::startsWith);
      if (ours && !known.contains(name)) {
        String nearest =
            Nearest.to(name, known).map(near -> "; did you mean " + near + "?").orElse(".");
        hints.add(name + " is not a setting and has no effect" + nearest);
      }
    }
    return hints;
  }
}
