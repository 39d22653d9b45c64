package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.Set;

/** What anybody may answer in Splunk's place, looked for by what it covers of the reader. */
class AnswerCoverageFuzzTest {
  private static final int[] STATUSES = {
    200, 201, 204, 302, 400, 401, 403, 404, 408, 413, 415, 429, 500, 503
  };

  private static final Set<Long> ASKED = Set.of(0L, 1L, 2L);

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private final ReplyReader reader = new ReplyReader(Guarantee.INDEXED);

  /** The first byte chooses the status, the rest is the answer's body. */
  @FuzzTest(maxDuration = "10m")
  void garbage_confirms_nothing(byte[] input) throws IOException {
    int status = input.length == 0 ? 200 : STATUSES[(input[0] & 0xFF) % STATUSES.length];
    byte[] body = input.length == 0 ? input : Arrays.copyOfRange(input, 1, input.length);
    if (reader.read(status, body, false, "trail") instanceof Reply.Taken taken) {
      JsonNode json = JSON.readTree(body);
      assertTrue(status < 300, "taken with status " + status);
      assertTrue(Set.of("0", "24", "25").contains(json.get("code").toString()));
      assertEquals(json.get("ackId").asLong(), taken.ackId().orElseThrow());
    }
    boolean unhealthy = reader.unhealthy(status, body).isPresent();
    assertTrue(!unhealthy || status == 503);
    try {
      for (Long confirmed : ReplyReader.acks(status, body, ASKED)) {
        assertEquals(200, status);
        assertTrue(ASKED.contains(confirmed));
        assertEquals("true", JSON.readTree(body).get("acks").get("" + confirmed).toString());
      }
    } catch (UnreadableAckException e) {
      assertTrue(String.valueOf(e.getMessage()).length() < 1_000, "its sentence is bounded");
    }
  }
}
