package dev.sightline.hunt;

import java.util.List;

/**
 * What one event links.
 *
 * @param time seconds since 1970
 * @param nodes the caller first, then what stands in a relation to it: each is linked with the
 *     caller, and an address with the key that was used there
 */
record Sighting(double time, String eventName, List<Node> nodes) {}
