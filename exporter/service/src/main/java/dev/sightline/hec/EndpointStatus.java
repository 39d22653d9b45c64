package dev.sightline.hec;

import java.net.URI;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an endpoint stands.
 *
 * @param usable whether events are sent to it
 * @param reason why it is not used; empty where it is
 * @param misconfigured whether a person must change a setting
 * @param certificateEnd when the first certificate of its chain expires; null before the first
 *     handshake, and without TLS
 */
public record EndpointStatus(
    URI address,
    boolean usable,
    String reason,
    boolean misconfigured,
    @Nullable Instant certificateEnd) {}
