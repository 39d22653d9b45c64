package dev.sightline.route;

import java.util.List;

/**
 * A rule that says where events go.
 *
 * @param line of the file, from 1
 * @param targets one at least
 */
public record Route(String id, int line, When when, List<Target> targets) {
  public Route {
    targets = List.copyOf(targets);
  }
}
