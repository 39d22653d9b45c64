package dev.sightline.spl.search;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The data models of Splunk's Common Information Model: which events are in each, by the tags that
 * are known, else by what the add-on for AWS puts into it. An event of a model has the names of the
 * add-on; what it lacks is {@code unknown}, as the model has it.
 */
public final class DataModels {
  /** What a field of a model says that an event does not have. */
  public static final String UNKNOWN = "unknown";

  /** By their names, what the add-on for AWS puts into a model. */
  private static final Map<String, String> OF_AWS =
      Map.of(
          "authentication", "sourcetype=aws:cloudtrail eventName IN (ConsoleLogin, AssumeRole*)",
          "change", "sourcetype=aws:cloudtrail NOT eventName IN (ConsoleLogin, AssumeRole*)",
          "network_traffic", "sourcetype=aws:cloudwatchlogs:vpcflow",
          "network_resolution", "sourcetype=aws:route53",
          "alerts", "sourcetype=aws:cloudwatch:guardduty",
          "intrusion_detection", "sourcetype=aws:cloudwatch:guardduty");

  /** The tags that put an event into a model. */
  private static final Map<String, String> TAGS =
      Map.ofEntries(
          Map.entry("alerts", "tag=alert"),
          Map.entry("authentication", "tag=authentication"),
          Map.entry("certificates", "tag=certificate"),
          Map.entry("change", "tag=change"),
          Map.entry("data_access", "tag=data tag=access"),
          Map.entry("databases", "tag=database"),
          Map.entry("data_loss_prevention", "tag=dlp tag=incident"),
          Map.entry("email", "tag=email"),
          Map.entry("endpoint", "tag=process OR tag=endpoint OR tag=service OR tag=port"),
          Map.entry("event_signatures", "tag=track_event_signatures"),
          Map.entry("intrusion_detection", "tag=ids tag=attack"),
          Map.entry("inventory", "tag=inventory"),
          Map.entry("malware", "tag=malware tag=attack"),
          Map.entry("network_resolution", "tag=network tag=resolution tag=dns"),
          Map.entry("network_sessions", "tag=network tag=session"),
          Map.entry("network_traffic", "tag=network tag=communicate"),
          Map.entry("performance", "tag=performance"),
          Map.entry("risk", "tag=risk"),
          Map.entry("splunk_audit", "tag=modaction"),
          Map.entry("ticket_management", "tag=ticketing"),
          Map.entry("updates", "tag=update tag=status"),
          Map.entry("vulnerabilities", "tag=report tag=vulnerability"),
          Map.entry("web", "tag=web"));

  private DataModels() {}

  /** The names of all models, in small letters. */
  public static Set<String> names() {
    return new TreeSet<>(TAGS.keySet());
  }

  /**
   * The search for the events of a model, in any case; empty where there is no such model.
   *
   * @param known whose tags come before what the add-on does
   */
  public static Optional<String> events(String model, Knowledge known) {
    String name = model.toLowerCase(Locale.ROOT);
    String tags = TAGS.get(name);
    if (tags == null) {
      return Optional.empty();
    }
    boolean tagged =
        tags.replace("OR", "")
            .lines()
            .flatMap(line -> Arrays.stream(line.strip().split("\\s+")))
            .allMatch(tag -> known.tags().containsKey(tag.substring("tag=".length())));
    return Optional.of(tagged ? tags : OF_AWS.getOrDefault(name, "NOT *"));
  }

  /** The name of a field without that of its data set: {@code user} of {@code All_Changes.user}. */
  public static String field(String name) {
    return name.substring(name.indexOf('.') + 1);
  }
}
