package dev.sightline.saved;

import java.nio.file.Path;
import java.util.List;

/**
 * A search of somebody's, under the name that it has there.
 *
 * @param line of the file on which the search starts, from 1
 * @param attackData what contentctl's own tests name, for each test
 */
public record SavedSearch(
    String name, String spl, Path file, int line, List<AttackData> attackData) {
  public SavedSearch {
    attackData = List.copyOf(attackData);
  }

  /**
   * Data with which a search must fire, as contentctl names it.
   *
   * @param data a URL or a path
   * @param line where the test stands, from 1
   * @param manual why a person has to run it, empty where a machine may
   */
  public record AttackData(
      String test, String data, String source, String sourcetype, int line, String manual) {}
}
