package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.configuration.Secret;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a token of Splunk's management port expires, as it says itself. */
class ManagementTokenTest {

  private static Optional<Instant> end(String token) {
    return new ManagementConfiguration(
            URI.create("https://splunk.example.com:8089"), Secret.of(token))
        .tokenEnd();
  }

  private static String token(String claims) {
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString("{\"alg\":\"HS512\"}".getBytes(StandardCharsets.UTF_8))
        + "."
        + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8))
        + ".signature";
  }

  @Test
  void a_web_token_says_when_it_expires() {
    assertEquals(
        Optional.of(Instant.parse("2030-01-01T00:00:00Z")),
        end(token("{\"iss\":\"admin from host\",\"iat\":1767225600,\"exp\": 1893456000}")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{\"exp\":0}", "{\"iat\":1767225600}", "not json", "{\"exp\":\"soon\"}"})
  void one_that_never_expires_or_is_odd_has_no_end(String claims) {
    assertEquals(Optional.empty(), end(token(claims)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"11111111-2222-3333-4444-555555555555", "a.b.c", "a.!!.c", "..", "a.b"})
  void a_token_of_another_kind_has_no_end(String token) {
    assertEquals(Optional.empty(), end(token));
  }
}
