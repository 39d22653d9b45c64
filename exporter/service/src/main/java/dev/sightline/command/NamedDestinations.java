package dev.sightline.command;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.configuration.Problem;
import dev.sightline.configuration.Settings;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.pipeline.Outlet;
import dev.sightline.splunk.SplunkConfiguration;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.YamlSection;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The destinations: the one of {@code sightline.hec.*}, and those that the file of rules names, in
 * its order. Each key is a setting of {@code sightline.hec.*} without that beginning, and means and
 * is checked the same; {@code splunk-…} is one of {@code sightline.splunk.*}. A token stands in a
 * file or in a variable of the environment, never in the file of rules.
 */
final class NamedDestinations {
  /** The setting that names the file of rules. */
  static final String RULES = "sightline.rules";

  static final int MOST = 31;

  private static final String SECTION = "destinations";
  private static final String HEC = "sightline.hec.";
  private static final String SPLUNK = "sightline.splunk.";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,39}");
  private static final long LEAST_BYTES = 1_000_000;

  private NamedDestinations() {}

  /**
   * Reads them; what is wrong is noted in the settings.
   *
   * @param hec the first one's
   */
  static List<NamedDestination> read(
      Settings settings,
      HecConfiguration hec,
      Optional<ManagementConfiguration> management,
      Optional<SplunkConfiguration> splunk) {
    NamedDestination first = new NamedDestination(Outlet.FIRST, hec, management, splunk);
    Optional<Path> file = settings.file(RULES);
    if (file.isEmpty()) {
      return List.of(first);
    }
    List<Mistake> mistakes = new ArrayList<>();
    List<NamedDestination> all =
        YamlSection.open(file.get(), mistakes)
            .flatMap(rules -> rules.section(SECTION))
            .map(section -> read(section, first, System.getenv()::get))
            .orElse(List.of(first));
    mistakes.forEach(mistake -> settings.problem(RULES, mistake.toString()));
    return all;
  }

  /** The same for a command that asks no Splunk what it has. */
  static List<NamedDestination> toSend(Settings settings, HecConfiguration hec) {
    return read(settings, hec, Optional.empty(), Optional.empty());
  }

  /**
   * Reads the section; what is wrong is among the mistakes of its file.
   *
   * @param environment answers the value of a variable, or null
   */
  static List<NamedDestination> read(
      YamlSection section, NamedDestination first, UnaryOperator<@Nullable String> environment) {
    List<NamedDestination> named = new ArrayList<>();
    long taken = 0;
    int sharing = 1;
    for (String name : section.names()) {
      Optional<YamlSection> one = section.section(name);
      if (!NAME.matcher(name).matches() || name.equals(Outlet.FIRST)) {
        section.mistake(
            name,
            "'"
                + name
                + "' cannot be the name of a destination: small letters, digits and -, and not"
                + " 'splunk', which is the one of SIGHTLINE_HEC_URL.");
      } else if (named.size() == MOST) {
        section.mistake(name, "There are more than " + MOST + " destinations: leave some out.");
      } else if (one.isPresent()) {
        NamedDestination destination = destination(name, one.get(), environment);
        named.add(destination);
        boolean own = one.get().has("in-flight-bytes");
        taken += own ? destination.hec().inFlightBytes() : 0;
        sharing += own ? 0 : 1;
      }
    }
    long share = (first.hec().inFlightBytes() - taken) / sharing;
    if (!named.isEmpty() && share < LEAST_BYTES) {
      section.mistake(
          named.getLast().name(),
          "SIGHTLINE_HEC_IN_FLIGHT_BYTES ("
              + first.hec().inFlightBytes()
              + " bytes) is shared by all destinations, and leaves less than 1 MB for one: raise"
              + " it, or name fewer destinations.");
    }
    List<NamedDestination> all = new ArrayList<>();
    all.add(first);
    all.addAll(named);
    return all.stream()
        .map(each ->
            section.section(each.name()).filter(one -> one.has("in-flight-bytes")).isPresent()
                ? each
                : shared(each, Math.max(LEAST_BYTES, share)))
        .toList();
  }

  private static NamedDestination shared(NamedDestination destination, long bytes) {
    return new NamedDestination(
        destination.name(),
        destination.hec().withInFlightBytes(bytes),
        destination.management(),
        destination.splunk());
  }

  private static NamedDestination destination(
      String name, YamlSection section, UnaryOperator<@Nullable String> environment) {
    Settings settings = new Settings(setting -> value(setting, section, environment));
    for (String token : List.of("token", "splunk-token")) {
      if (section.has(token)) {
        section.mistake(
            token,
            "A token does not belong into this file: name a file with '"
                + token
                + "-file', or a variable with '"
                + token
                + "-environment'.");
      }
      if (section.has(token + "-file") && section.has(token + "-environment")) {
        section.mistake(
            token + "-file", "Both a file and a variable are named for the token: keep one.");
      }
    }
    HecConfiguration hec = HecConfiguration.read(settings);
    Optional<SplunkConfiguration> splunk = SplunkConfiguration.read(settings);
    NamedDestination destination =
        new NamedDestination(
            name,
            hec,
            splunk.isPresent() ? ManagementConfiguration.read(settings) : Optional.empty(),
            splunk);
    for (Problem problem : settings.problems()) {
      String key = key(problem.name());
      section.mistake(key, name + ": '" + key + "' " + problem.what());
    }
    section.close();
    return destination;
  }

  /** What a setting of the first destination is called here. */
  static String key(String setting) {
    if (setting.equals(HEC + "token")) {
      return "token-file";
    }
    return setting.startsWith(HEC)
        ? setting.substring(HEC.length())
        : "splunk-" + setting.substring(SPLUNK.length());
  }

  private static Optional<String> value(
      String setting, YamlSection section, UnaryOperator<@Nullable String> environment) {
    boolean hec = setting.startsWith(HEC);
    String key = hec ? setting.substring(HEC.length()) : key(setting);
    switch (key) {
      case "token", "splunk-token" -> {
        String variable = key + "-environment";
        Optional<String> name =
            section.has(variable) ? Optional.of(section.json(variable).asText()) : Optional.empty();
        Optional<String> value = name.map(environment);
        if (name.isPresent() && value.isEmpty()) {
          section.mistake(
              variable, "There is no variable '" + name.get() + "' in the environment.");
        }
        return value;
      }
      // The first one signs in with these for the inventory, too; here is nothing but questions.
      case "splunk-user", "splunk-password", "splunk-password-file", "splunk-app" -> {
        return Optional.empty();
      }
      default -> {
        return section.has(key) ? Optional.of(text(section.json(key))) : Optional.empty();
      }
    }
  }

  private static String text(JsonNode value) {
    return value.isArray()
        ? String.join(
            ",", StreamSupport.stream(value.spliterator(), false).map(JsonNode::asText).toList())
        : value.asText();
  }
}
