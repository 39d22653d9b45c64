package dev.sightline.command;

import dev.sightline.hec.HecConfiguration;
import dev.sightline.hec.ManagementConfiguration;
import dev.sightline.splunk.SplunkConfiguration;
import java.util.Optional;

/**
 * A Splunk that events go to, by the name that routes call it.
 *
 * @param hec how it is sent to; its bytes in flight are its share of all
 * @param management where an index is looked up, with a token
 * @param splunk where it is asked what it has
 */
record NamedDestination(
    String name,
    HecConfiguration hec,
    Optional<ManagementConfiguration> management,
    Optional<SplunkConfiguration> splunk) {}
