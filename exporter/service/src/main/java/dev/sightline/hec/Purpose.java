package dev.sightline.hec;

/** Why a request is sent, which decides when it is sent at all. */
enum Purpose {
  /** Events, while the endpoint is usable. */
  EVENTS,
  /** A probe: sent to an endpoint that is not usable, too. */
  PROBE
}
