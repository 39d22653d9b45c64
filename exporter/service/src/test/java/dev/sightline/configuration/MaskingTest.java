package dev.sightline.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MaskingTest {
  private static final String TOKEN = "7b0e6a52-91cd-4f3a-8e55-d1c2f00ba7e9";
  private static final String PASSWORD = "pa/ss\"w&rd+7<x>'=%";

  @TempDir Path folder;

  MaskingTest() {
    Secret.of(TOKEN);
    Secret.of(PASSWORD);
  }

  @Test
  void a_secret_is_masked_wherever_it_stands_and_the_rest_stays() {
    assertEquals(
        "Splunk *** is bad, *** too",
        Masking.masked("Splunk " + TOKEN + " is bad, " + TOKEN.toUpperCase(Locale.ROOT) + " too"));
    assertEquals("nothing to hide: İ", Masking.masked("nothing to hide: İ"));
    assertEquals("İ ***", Masking.masked("İ " + TOKEN));
  }

  @Test
  void every_way_to_write_a_secret_is_masked() {
    for (String secret : List.of(TOKEN, PASSWORD)) {
      byte[] bytes = secret.getBytes(StandardCharsets.UTF_8);
      for (String written :
          List.of(
              secret,
              secret.replace("\\", "\\\\").replace("\"", "\\\""),
              secret
                  .replace("&", "&amp;")
                  .replace("<", "&lt;")
                  .replace(">", "&gt;")
                  .replace("\"", "&quot;")
                  .replace("'", "&#39;"),
              URLEncoder.encode(secret, StandardCharsets.UTF_8),
              URLEncoder.encode(secret, StandardCharsets.UTF_8).toLowerCase(Locale.ROOT),
              HexFormat.of().formatHex(bytes))) {
        assertEquals("a *** b", Masking.masked("a " + written + " b"), written);
      }
    }
  }

  @Test
  void base64_hides_no_secret_whatever_stands_beside_it() {
    for (String user : List.of("", "x:", "ab:", "abc:", "splunk ")) {
      String basic =
          Base64.getEncoder().encodeToString((user + TOKEN + "/").getBytes(StandardCharsets.UTF_8));
      String masked = Masking.masked("Basic " + basic);
      assertTrue(masked.startsWith("Basic"), masked);
      // What remains decodes to nothing of the token but what a character at its edge shares.
      assertTrue(masked.replace("Basic ", "").length() < user.length() * 4 / 3 + 12, masked);
      assertTrue(masked.contains("***"), masked);
    }
  }

  @Test
  void a_part_of_half_a_secret_and_its_beginning_at_the_end_of_a_text_are_masked() {
    assertEquals("bad: ***", Masking.masked("bad: " + TOKEN.substring(0, 20)));
    assertEquals("bad: *** was it", Masking.masked("bad: " + TOKEN.substring(10) + " was it"));
    assertEquals("bad: ***…", Masking.masked("bad: " + TOKEN.substring(0, 7) + "…"));
    assertEquals("bad: ***...", Masking.masked("bad: " + TOKEN.substring(0, 12) + "..."));
  }

  @Test
  void a_rotated_secret_is_masked_before_and_after() throws IOException {
    Path file = folder.resolve("token");
    Files.writeString(file, "first-value-of-it");
    Secret secret = Secret.ofFile(file);
    Files.writeString(file, "second-value-of-it");
    Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
    assertEquals("second-value-of-it", secret.value());
    assertEquals("*** ***", Masking.masked("first-value-of-it second-value-of-it"));
  }

  @Test
  void an_address_in_a_problem_keeps_no_user_and_no_query() {
    Settings settings = new Settings(_ -> java.util.Optional.empty());
    settings.httpAddress("sightline.hec.url", "ftp://admin:hidden1@splunk:8088");
    settings.httpAddress("sightline.hec.url", "https://splunk:8088/?token=hidden2");
    settings.httpAddress("sightline.hec.url", "https://splunk:8088/#hidden3");
    String told = settings.problems().toString();
    assertFalse(told.contains("hidden"), told);
    assertTrue(told.contains("splunk:8088"), told);
  }
}
