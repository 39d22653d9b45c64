package dev.sightline.spl.lookup;

import java.util.Map;
import java.util.Optional;

/** Where an address is. */
@FunctionalInterface
public interface GeoDatabase {
  /** The location of an IPv4 or IPv6 address; empty where it is none, or is not known. */
  Optional<Location> locate(String address);

  /**
   * A location; a part that is not known is empty.
   *
   * @param more what iplocation adds with allfields: Continent, MetroCode, Timezone
   */
  record Location(
      String city,
      String country,
      String region,
      String latitude,
      String longitude,
      Map<String, String> more) {}

  /** No database: no address is known. */
  GeoDatabase NONE = _ -> Optional.empty();
}
