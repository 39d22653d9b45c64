package dev.sightline.hec;

import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * A channel of HEC that carries one request, from before its first byte to the end of its ack.
 *
 * <p>Ack ids count from 0 for each channel <em>and indexer</em>. Where one channel carries several
 * requests, and a load balancer spreads them over indexers, an id may speak of another request:
 * "true" for the wrong one would lose events, and whoever then believes none of the channel's ids
 * sends events twice that no fault befell. With one request for each channel no id can be mistaken,
 * whatever the balancer does, whoever joins or leaves behind it, and whatever request is lost.
 */
final class AckChannel {

  /** No channel at all, which Splunk refuses where it acknowledges. */
  static final String NONE = "";

  private final String id;

  /** True: indexed. False: nobody asks any more, so nothing is known. */
  final CompletableFuture<Boolean> outcome = new CompletableFuture<>();

  private volatile @Nullable String cookie;

  AckChannel() {
    this(UUID.randomUUID().toString());
  }

  /**
   * @param id as it is sent; {@link #NONE} for none
   */
  AckChannel(String id) {
    this.id = id;
  }

  String id() {
    return id;
  }

  /** The cookie by which the load balancer finds the indexer that took the request. */
  @Nullable String cookie() {
    return cookie;
  }

  /** The request was taken, with this cookie. Others that come later lead to other indexers. */
  void taken(@Nullable String answered) {
    cookie = answered;
  }
}
