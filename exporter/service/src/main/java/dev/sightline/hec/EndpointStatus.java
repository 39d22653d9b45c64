package dev.sightline.hec;

import java.net.URI;

/**
 * How an endpoint stands.
 *
 * @param usable whether events are sent to it
 * @param reason why it is not used; empty where it is
 * @param misconfigured whether a person must change a setting
 */
public record EndpointStatus(URI address, boolean usable, String reason, boolean misconfigured) {}
