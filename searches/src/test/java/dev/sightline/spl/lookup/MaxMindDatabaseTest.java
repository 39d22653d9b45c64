package dev.sightline.spl.lookup;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Value;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaxMindDatabaseTest {
  @Test
  void an_address_of_a_known_network_has_a_place() throws Exception {
    try (MaxMindDatabase places = places()) {
      GeoDatabase.Location location = places.locate("192.0.2.77").orElseThrow();
      assertEquals("Springfield", location.city());
      assertEquals("United States", location.country());
      assertEquals("Oregon", location.region());
      assertEquals("44.05000", location.latitude());
      assertEquals("America/Los_Angeles", location.more().get("Timezone"));
    }
  }

  @Test
  void what_is_no_address_or_not_known_has_none() throws Exception {
    try (MaxMindDatabase places = places()) {
      assertEquals(Optional.empty(), places.locate("AWS Internal"));
      assertEquals(Optional.empty(), places.locate("203.0.113.1"));
    }
  }

  @Test
  void iplocation_adds_the_parts_that_are_known() throws Exception {
    try (MaxMindDatabase places = places()) {
      SearchEnvironment environment = SearchEnvironment.at(() -> 0).withGeo(places);
      List<Row> rows =
          Search.compile("* | iplocation prefix=from_ ip", environment)
              .run(
                  List.of(
                      Event.of("{\"ip\":\"2001:db8::9\"}", 0),
                      Event.of("{\"ip\":\"cloudtrail.amazonaws.com\"}", 0)))
              .rows();
      assertEquals(Value.of("Iceland"), rows.getFirst().get("from_Country"));
      assertEquals(null, rows.getFirst().get("from_City"));
      assertEquals(null, rows.get(1).get("from_Country"));
    }
  }

  @Test
  void a_file_of_another_kind_is_refused(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("places.mmdb"), "not a database");
    assertThrows(IOException.class, () -> MaxMindDatabase.open(file));
  }

  private static MaxMindDatabase places() throws IOException, URISyntaxException {
    return MaxMindDatabase.open(
        Path.of(
            Objects.requireNonNull(MaxMindDatabaseTest.class.getResource("/geo/places.mmdb"))
                .toURI()));
  }
}
