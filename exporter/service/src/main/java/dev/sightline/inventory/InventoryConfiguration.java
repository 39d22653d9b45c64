package dev.sightline.inventory;

import dev.sightline.configuration.Settings;
import dev.sightline.inventory.steampipe.SteampipeConfiguration;
import dev.sightline.lookups.Lookup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where the inventory comes from, what is believed of it, and how often it is refreshed.
 *
 * @param overrides a CSV file of the operator's own
 * @param tags keys of tags for each attribute, the first that is there counts
 * @param writer how rows get to Splunk
 * @param accountDrop the share of its rows that an account may lose at once, in percent
 * @param lookupDrop the share of its rows that a lookup may lose at once, in percent
 * @param every how often each lookup is refreshed, by its name
 */
public record InventoryConfiguration(
    Optional<SteampipeConfiguration> steampipe,
    Optional<Path> overrides,
    Map<String, List<String>> tags,
    Writer writer,
    int accountDrop,
    int lookupDrop,
    Map<String, Duration> every) {

  /** The keys that companies use most, by attribute. */
  private static final Map<String, String> USUAL_TAGS =
      Map.of(
          "owner", "Owner, ExecutiveOwner, Team",
          "environment", "Environment, Env, Stage",
          "application", "Application, App, Service",
          "technical_contact", "TechnicalContact, TechnicalOwner, Contact",
          "business_unit", "BusinessUnit, Department, CostCenter",
          "data_classification", "DataClassification, Classification");

  /** How rows get to Splunk. */
  public enum Writer {
    /** Into the collections, by the management port. */
    COLLECTIONS,
    /** As events through HEC, where the management port is closed; saved searches fold them. */
    EVENTS
  }

  public InventoryConfiguration {
    tags = Map.copyOf(tags);
    every = Map.copyOf(every);
  }

  /** Reads {@code sightline.inventory.*} and {@code sightline.steampipe.*}. */
  public static InventoryConfiguration read(Settings settings, List<Lookup> lookups) {
    Map<String, List<String>> tags = new HashMap<>();
    for (String attribute : Attributes.NAMES) {
      String name = "sightline.inventory.tags." + attribute.replace('_', '-');
      List<String> keys = settings.list(name);
      tags.put(
          attribute,
          keys.isEmpty() ? List.of(USUAL_TAGS.getOrDefault(attribute, "").split(", ")) : keys);
    }
    Map<String, Duration> every = new HashMap<>();
    for (Lookup lookup : lookups) {
      lookup
          .refresh()
          .ifPresent(refresh ->
              every.put(
                  lookup.name(),
                  settings.duration(
                      "sightline.inventory.every." + lookup.name().replace('_', '-'),
                      refresh.every(),
                      Duration.ofMinutes(1),
                      Duration.ofDays(30))));
    }
    return new InventoryConfiguration(
        SteampipeConfiguration.read(settings),
        settings.file("sightline.inventory.overrides"),
        tags,
        settings.choice("sightline.inventory.writer", Writer.COLLECTIONS),
        settings.number("sightline.inventory.account-drop", 50, 1, 100),
        settings.number("sightline.inventory.lookup-drop", 20, 1, 100),
        every);
  }

  /** Whether there is anything to refresh from. */
  public boolean hasSource() {
    return steampipe.isPresent() || overrides.isPresent();
  }
}
