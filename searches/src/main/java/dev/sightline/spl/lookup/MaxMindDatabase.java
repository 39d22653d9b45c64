package dev.sightline.spl.lookup;

import com.maxmind.db.CHMCache;
import com.maxmind.db.Reader;
import dev.sightline.spl.value.AddressBlock;
import dev.sightline.spl.value.Decimal;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file in MaxMind's format with the fields of GeoLite2 City, such as a customer has of his own.
 */
public final class MaxMindDatabase implements GeoDatabase, AutoCloseable {
  private final Reader reader;

  private MaxMindDatabase(Reader reader) {
    this.reader = reader;
  }

  /**
   * Opens the file.
   *
   * @throws IOException where it is missing or no file of this format
   */
  public static MaxMindDatabase open(Path file) throws IOException {
    return new MaxMindDatabase(new Reader(file.toFile(), new CHMCache()));
  }

  @Override
  public Optional<Location> locate(String address) {
    byte[] bytes = AddressBlock.bytes(address);
    if (bytes == null) {
      return Optional.empty();
    }
    try {
      Object found = reader.get(InetAddress.getByAddress(bytes), Map.class);
      return found instanceof Map<?, ?> map ? Optional.of(location(map)) : Optional.empty();
    } catch (IOException | IllegalArgumentException notInThisFile) {
      return Optional.empty();
    }
  }

  private static Location location(Map<?, ?> record) {
    Map<String, String> more = new LinkedHashMap<>();
    more.put("Continent", name(record.get("continent")));
    more.put("MetroCode", text(at(record.get("location"), "metro_code")));
    more.put("Timezone", text(at(record.get("location"), "time_zone")));
    Object subdivisions = record.get("subdivisions");
    return new Location(
        name(record.get("city")),
        name(record.get("country")),
        subdivisions instanceof List<?> list && !list.isEmpty() ? name(list.getFirst()) : "",
        number(at(record.get("location"), "latitude")),
        number(at(record.get("location"), "longitude")),
        more);
  }

  private static String name(@Nullable Object place) {
    return text(at(at(place, "names"), "en"));
  }

  private static @Nullable Object at(@Nullable Object map, String key) {
    return map instanceof Map<?, ?> known ? known.get(key) : null;
  }

  private static String text(@Nullable Object value) {
    return value == null ? "" : value.toString();
  }

  private static String number(@Nullable Object value) {
    return value instanceof Number number ? new Decimal(number.doubleValue(), 0, 5).text() : "";
  }

  @Override
  public void close() throws IOException {
    reader.close();
  }
}
