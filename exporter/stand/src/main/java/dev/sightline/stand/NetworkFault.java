package dev.sightline.stand;

import java.time.Duration;

/**
 * What a network does to the connections of a {@link FaultProxy}. Bytes are counted for each
 * connection and direction, from when the fault was set or, for a later one, from its opening.
 */
public sealed interface NetworkFault {
  /** Which way bytes go. */
  enum Direction {
    TO_SERVER,
    TO_CLIENT
  }

  /** Bytes arrive this much later, in both directions. */
  record Delay(Duration latency) implements NetworkFault {}

  /** Each connection carries so many bytes a second in each direction, at least one. */
  record Throttle(int bytesPerSecond) implements NetworkFault {}

  /** Both ends are reset (RST) when more than so many bytes went that way. */
  record Reset(Direction direction, long afterBytes) implements NetworkFault {}

  /** Both ends see an orderly end (FIN) when more than so many bytes went that way. */
  record Cut(Direction direction, long afterBytes) implements NetworkFault {}

  /** Connections open and nothing passes. What was sent meanwhile passes after healing. */
  record BlackHole() implements NetworkFault {}

  /** Nobody listens, and open connections are reset. */
  record Refuse() implements NetworkFault {}

  /** A connection on which nothing passed for so long is closed, as a keep-alive limit does. */
  record CutsIdle(Duration limit) implements NetworkFault {}

  /**
   * A connection that has carried an answer is reset when the client uses it again: a pooled
   * connection gone stale, without waiting for it.
   */
  record ResetsOnReuse() implements NetworkFault {}
}
