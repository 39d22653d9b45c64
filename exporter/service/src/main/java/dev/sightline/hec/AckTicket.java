package dev.sightline.hec;

import java.util.concurrent.CompletableFuture;

/** One request that was sent on a channel, from before its first byte to the end of its ack. */
final class AckTicket {
  /** True: indexed. False: the ack can no longer be trusted, so nothing is known. */
  final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

  /** Written once, under the channel's lock, when HEC answered with it. */
  long ackId = -1;
}
