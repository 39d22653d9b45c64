package dev.sightline.stand;

import org.jspecify.annotations.Nullable;

/**
 * One request as the receiver saw and answered it.
 *
 * @param kind what it asked for
 * @param indexer which indexer it was routed to, counted from 0
 * @param channel the channel as the sender wrote it
 * @param cookie the value of the load balancer's cookie that the sender brought back
 * @param encoding the content encoding, empty where there is none
 * @param bytes how many bytes of the body came, compressed where it was
 * @param answer what was answered, though it may have been cut; absent where nothing was
 */
public record ReceivedRequest(
    RequestKind kind,
    int indexer,
    @Nullable String channel,
    @Nullable String cookie,
    String encoding,
    int bytes,
    @Nullable HecAnswer answer) {}
