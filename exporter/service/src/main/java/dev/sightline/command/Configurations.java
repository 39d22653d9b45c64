package dev.sightline.command;

import dev.sightline.completeness.CompletenessConfiguration;
import dev.sightline.configuration.Masking;
import dev.sightline.configuration.Problem;
import dev.sightline.configuration.Settings;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.inventory.InventoryConfiguration;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.notification.QueueConfiguration;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.quarantine.QuarantineConfiguration;
import dev.sightline.redelivery.RedeliveryConfiguration;
import dev.sightline.route.RulesConfiguration;
import dev.sightline.splunk.SplunkConfiguration;
import io.micronaut.context.env.Environment;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.type.Argument;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads the rooms' configuration records out of Micronaut's properties. */
final class Configurations {
  private static final Logger log = LoggerFactory.getLogger(Configurations.class);
  private static final String PREFIX = "SIGHTLINE_";

  /** Names that are read elsewhere: by application.yml and by the launcher. */
  private static final List<String> OTHERS =
      List.of("SIGHTLINE_HTTP_PORT", "SIGHTLINE_HTTP_HOST", "SIGHTLINE_JAVA_OPTIONS");

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
            InventoryConfiguration.read(settings, LookupFolder.shipped()),
            splunk,
            statusEvery(settings),
            settings.flag("sightline.http.details", false),
            RedeliveryConfiguration.read(settings),
            CompletenessConfiguration.read(settings));
    Inventories.check(settings, configuration);
    CompletenessChecks.check(settings, configuration);
    HeapBudget.check(
        settings,
        configuration.hec(),
        configuration.destinations().size(),
        configuration.objects(),
        (long) configuration.queues().urls().size() * configuration.queues().messages(),
        Runtime.getRuntime().maxMemory());
    for (String hint : unknownNames(settings.names(), environmentNames)) {
      log.warn("{}", hint);
    }
    settings.check();
    return configuration;
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
        hints.add(name + " is not a setting and has no effect" + nearest(name, known));
      }
    }
    return hints;
  }

  private static String nearest(String name, Set<String> known) {
    String best = "";
    int least = 4;
    for (String candidate : known) {
      int distance = distance(name, candidate);
      if (distance < least) {
        least = distance;
        best = candidate;
      }
    }
    return best.isEmpty() ? "." : "; did you mean " + best + "?";
  }

  /** Levenshtein's distance. */
  private static int distance(String a, String b) {
    int[] row = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      row[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      int diagonal = row[0];
      row[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int substituted = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        diagonal = row[j];
        row[j] = Math.min(substituted, Math.min(row[j], row[j - 1]) + 1);
      }
    }
    return row[b.length()];
  }
}
