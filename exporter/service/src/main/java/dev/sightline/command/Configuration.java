package dev.sightline.command;

import dev.sightline.completeness.CompletenessConfiguration;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.inventory.InventoryConfiguration;
import dev.sightline.notification.QueueConfiguration;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.quarantine.QuarantineConfiguration;
import dev.sightline.redelivery.RedeliveryConfiguration;
import dev.sightline.route.Rules;
import dev.sightline.route.RulesConfiguration;
import dev.sightline.splunk.SplunkConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything that the service is configured with.
 *
 * @param hec the first destination's, with the bytes in flight of all
 * @param destinations all, in the order of their numbers; each with its share of those bytes
 * @param rules as they were at the start
 * @param statusEvery how often the exporter tells Splunk how it stands
 * @param healthDetails whether whoever reaches the health port is told endpoints and reasons
 * @param hints a sentence for each variable that looks like a setting and is none
 */
record Configuration(
    QueueConfiguration queues,
    ObjectConfiguration objects,
    HecConfiguration hec,
    List<NamedDestination> destinations,
    RulesConfiguration rulesFiles,
    Rules rules,
    QuarantineConfiguration quarantine,
    Optional<ManagementConfiguration> management,
    GuardDutyConfiguration guardDuty,
    Roles roles,
    InventoryConfiguration inventory,
    Optional<SplunkConfiguration> splunk,
    Duration statusEvery,
    boolean healthDetails,
    RedeliveryConfiguration redelivery,
    CompletenessConfiguration completeness,
    List<String> hints) {
  Configuration {
    destinations = List.copyOf(destinations);
    hints = List.copyOf(hints);
  }
}
