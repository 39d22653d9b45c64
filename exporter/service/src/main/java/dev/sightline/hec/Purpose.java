package dev.sightline.hec;

/** Why a request is sent, which decides about its channel and when it is sent at all. */
enum Purpose {
  /** Events, while the endpoint is usable. */
  EVENTS,
  /** Events that may be refused: on a channel of their own, so that nothing else is in doubt. */
  ISOLATION,
  /** A probe: sent to an endpoint that is not usable, too. */
  PROBE
}
