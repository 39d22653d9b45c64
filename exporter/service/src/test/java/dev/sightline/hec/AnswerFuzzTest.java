package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.Test;

/** Damaged answers: no crash, and no confirmation out of garbage. */
class AnswerFuzzTest {
  /** How many damaged documents are read in each test; the long form sets millions. */
  private static final long MUTATIONS = Long.getLong("sightline.mutations", 100_000);

  private static final ObjectMapper LENIENT =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  private static final ObjectMapper STRICT =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private static final List<String> ANSWERS =
      List.of(
          "{\"text\":\"Success\",\"code\":0,\"ackId\":12}",
          "{\"text\":\"Queue is approaching capacity\",\"code\":24,\"ackId\":0}",
          "{\"text\":\"No data\",\"code\":5}",
          "{\"text\":\"Event field cannot be blank\",\"code\":13,\"invalid-event-number\":2,"
              + "\"ackId\":3}",
          "{\"text\":\"Server is busy\",\"code\":9}",
          "<!doctype html><html><head><title>503</title></head></html>");

  private static final List<String> ACKS =
      List.of(
          "{\"acks\":{\"0\":true,\"1\":false,\"2\":true}}",
          "{\"acks\":{\"0\":false,\"7\":true,\"1\":null}}",
          "{\"acks\":{\"0\":\"true\",\"1\":1,\"2\":[true]}}",
          "{\"acks\":[0,1,2]}",
          "{\"text\":\"Invalid token\",\"code\":4}",
          "{\"acks\":{\"acks\":{\"0\":true}}}");

  private static final String[] PIECES = {
    "true",
    "false",
    "null",
    "0",
    "1",
    "-1",
    "1e0",
    "{",
    "}",
    "[",
    "]",
    "\"",
    ",",
    ":",
    "\\u0030",
    "\"acks\":",
    "\"code\":0,",
    "\"ackId\":1",
    "\u0000",
    "\ufeff",
    "//",
    "NaN",
    "99999999999999999999"
  };

  private static byte[] damaged(Random random, List<String> documents) {
    byte[] bytes = documents.get(random.nextInt(documents.size())).getBytes(StandardCharsets.UTF_8);
    for (int times = 1 + random.nextInt(3); times > 0; times--) {
      int at = random.nextInt(bytes.length + 1);
      int end = Math.min(bytes.length, at + random.nextInt(6));
      byte[] middle =
          switch (random.nextInt(4)) {
            case 0 -> new byte[0];
            case 1 -> PIECES[random.nextInt(PIECES.length)].getBytes(StandardCharsets.UTF_8);
            case 2 -> new byte[] {(byte) random.nextInt(256)};
            default -> Arrays.copyOfRange(bytes, random.nextInt(bytes.length + 1), bytes.length);
          };
      byte[] next = new byte[at + middle.length + bytes.length - end];
      System.arraycopy(bytes, 0, next, 0, at);
      System.arraycopy(middle, 0, next, at, middle.length);
      System.arraycopy(bytes, end, next, at + middle.length, bytes.length - end);
      bytes = next.length == 0 ? new byte[] {'{'} : next;
    }
    return bytes;
  }

  @Test
  void a_damaged_ack_answer_confirms_only_what_it_plainly_says() {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    Set<Long> asked = Set.of(0L, 1L, 2L);
    for (long i = 0; i < MUTATIONS; i++) {
      byte[] answer = damaged(random, ACKS);
      Set<Long> confirmed;
      try {
        confirmed = ReplyReader.acks(200, answer, asked);
      } catch (UnreadableAckException e) {
        continue;
      }
      Set<Long> allowed = literallyTrue(answer);
      assertTrue(
          allowed.containsAll(confirmed) && asked.containsAll(confirmed),
          () -> "seed " + seed + ": " + confirmed + " out of " + text(answer));
    }
  }

  @Test
  void a_damaged_answer_is_a_success_only_where_it_plainly_says_so() throws IOException {
    long seed = ThreadLocalRandom.current().nextLong();
    Random random = new Random(seed);
    ReplyReader reader = new ReplyReader(Guarantee.INDEXED);
    int[] statuses = {200, 201, 400, 401, 403, 404, 413, 415, 429, 500, 503};
    for (long i = 0; i < MUTATIONS; i++) {
      byte[] answer = damaged(random, ANSWERS);
      int status = statuses[random.nextInt(statuses.length)];
      Reply reply = reader.read(status, answer, false, null);
      if (reply instanceof Reply.Taken taken) {
        JsonNode json = STRICT.readTree(answer);
        assertTrue(
            status < 300
                && Set.of("0", "24", "25").contains(json.get("code").toString())
                && json.get("ackId").toString().equals("" + taken.ackId().orElseThrow()),
            () -> "seed " + seed + ": taken out of " + status + " " + text(answer));
      }
    }
  }

  /** The ids of which the document, read by itself, says nothing but true. */
  private static Set<Long> literallyTrue(byte[] answer) {
    Set<Long> ids = new HashSet<>();
    try {
      JsonNode acks = LENIENT.readTree(answer).path("acks");
      for (long id = 0; id < 3; id++) {
        if (acks.isObject() && "true".equals(String.valueOf(acks.get("" + id)))) {
          ids.add(id);
        }
      }
    } catch (IOException e) {
      return Set.of();
    }
    return ids;
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
