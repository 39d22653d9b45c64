package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Settings;
import dev.sightline.hec.Guarantee;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.YamlSection;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The Splunks that the file of rules names. */
class NamedDestinationsTest {
  private static final Map<String, String> SPLUNK =
      Map.of(
          "sightline.hec.url", "https://splunk.example.com:8088",
          "sightline.hec.token", "first-token",
          "sightline.hec.index", "aws",
          "sightline.hec.in-flight-bytes", "12000000");

  @TempDir private Path folder;
  private final List<Mistake> mistakes = new ArrayList<>();

  private List<NamedDestination> read(String yaml) throws IOException {
    Path file = folder.resolve("rules.yaml");
    Files.writeString(file, yaml);
    HecConfiguration hec =
        HecConfiguration.read(new Settings(name -> Optional.ofNullable(SPLUNK.get(name))));
    YamlSection section =
        YamlSection.open(file, mistakes)
            .flatMap(whole -> whole.section("destinations"))
            .orElseThrow();
    return NamedDestinations.read(
        section,
        new NamedDestination("splunk", hec, Optional.empty(), Optional.empty()),
        name -> "ARCHIVE_TOKEN".equals(name) ? "second-token" : null);
  }

  private List<String> mistakes() {
    return mistakes.stream().map(mistake -> mistake.line() + ": " + mistake.sentence()).toList();
  }

  @Test
  void they_follow_the_one_of_the_settings_in_the_order_of_the_file() throws IOException {
    Path token = folder.resolve("token");
    Files.writeString(token, "third-token\n");
    List<NamedDestination> all =
        read(
            """
            destinations:
              archive:
                url: [https://a.example:8088, https://b.example:8088;weight=2]
                token-environment: ARCHIVE_TOKEN
                guarantee: accepted
                batch-bytes: 2MB
                splunk-url: https://a.example:8089
                splunk-token-environment: ARCHIVE_TOKEN
              payments:
                url: https://splunk.example.com:8088
                token-file: %s
                index: payments
            """
                .formatted(token));
    assertEquals(List.of(), mistakes());
    assertEquals(
        List.of("splunk", "archive", "payments"),
        all.stream().map(NamedDestination::name).toList());
    HecConfiguration archive = all.get(1).hec();
    assertEquals(2, archive.endpoints().size());
    assertEquals(2, archive.endpoints().getLast().weight());
    assertEquals("second-token", archive.token().value());
    assertEquals(Guarantee.ACCEPTED, archive.guarantee());
    assertEquals(2_000_000, archive.batchBytes());
    assertNull(archive.index());
    assertEquals("a.example", all.get(1).splunk().orElseThrow().address().getHost());
    assertTrue(all.get(1).management().isPresent());
    assertEquals("third-token", all.get(2).hec().token().value());
    assertEquals("payments", all.get(2).hec().index());
    assertTrue(all.get(2).splunk().isEmpty());
  }

  @Test
  void all_share_what_may_be_in_flight_and_one_may_have_a_share_of_its_own() throws IOException {
    List<NamedDestination> all =
        read(
            """
            destinations:
              one: {url: "https://a:8088", token-environment: ARCHIVE_TOKEN}
              two: {url: "https://a:8088", token-environment: ARCHIVE_TOKEN, in-flight-bytes: 2MB}
            """);
    assertEquals(List.of(), mistakes());
    assertEquals(
        List.of(5_000_000L, 5_000_000L, 2_000_000L),
        all.stream().map(each -> each.hec().inFlightBytes()).toList());
  }

  @Test
  void every_mistake_is_told_at_its_line_and_no_token_may_stand_in_the_file() throws IOException {
    read(
        """
        destinations:
          splunk: {url: "https://a:8088"}
          archive:
            url: splunk-2.example:8088
            token: 11111111-2222-3333-4444-555555555555
            index: Not An Index
            tokn-file: /run/secrets/x
          other:
            url: https://b.example:8088
            token-environment: NO_SUCH
            linger: soon
            in-flight-bytes: 11500kB
        """);
    String all = String.join("\n", mistakes());
    assertEquals(false, all.contains("11111111"), all);
    for (String told :
        List.of(
            "2: 'splunk' cannot be the name of a destination",
            "4: archive: 'url' 'splunk-2.example:8088' does not begin with https://",
            "5: A token does not belong into this file",
            "6: archive: 'index' is no name of an index",
            "7: 'tokn-file' is not a key here; the nearest known is 'token-file'",
            "10: There is no variable 'NO_SUCH' in the environment",
            "11: other: 'linger' 'soon' is not a duration",
            "SIGHTLINE_HEC_IN_FLIGHT_BYTES (12000000 bytes) is shared")) {
      assertTrue(all.contains(told), told + " is not in\n" + all);
    }
  }
}
