package dev.sightline.hec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.HashSet;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Reads HEC's answers. Only what says plainly that events were taken is taken for that; everything
 * else is typed by who must act: nobody (try again), an operator, or the owner of an event.
 *
 * <p>The codes are those of Splunk's documentation, "Troubleshoot HTTP Event Collector".
 */
final class ReplyReader {
  private static final ObjectMapper JSON =
      new ObjectMapper()
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

  private final Guarantee guarantee;

  ReplyReader(Guarantee guarantee) {
    this.guarantee = guarantee;
  }

  /**
   * @param index the index that the events named, for an alarm that names it too
   */
  Reply read(int status, byte[] body, boolean compressed, @Nullable String index) {
    JsonNode json = json(body);
    OptionalInt code = integer(json == null ? null : json.get("code"));
    String said = said(status, json, code);
    if (status >= 200 && status < 300) {
      return success(status, json, code, said);
    }
    return new Reply.NotTaken(failure(status, json, code, said, compressed, index));
  }

  /**
   * The ack ids that an answer of the ack endpoint confirms, out of those asked for. Only a literal
   * {@code true} confirms.
   *
   * @throws UnreadableAckException where the answer is not the ack endpoint's
   */
  static Set<Long> acks(int status, byte[] body, Set<Long> asked) throws UnreadableAckException {
    JsonNode json = json(body);
    JsonNode acks = json == null ? null : json.get("acks");
    if (status != 200 || acks == null || !acks.isObject()) {
      throw new UnreadableAckException(
          "the ack endpoint answered " + said(status, json, OptionalInt.empty()));
    }
    Set<Long> confirmed = new HashSet<>();
    for (Long id : asked) {
      JsonNode answer = acks.get(Long.toString(id));
      if (answer != null && answer.isBoolean() && answer.booleanValue()) {
        confirmed.add(id);
      }
    }
    return confirmed;
  }

  private Reply success(int status, @Nullable JsonNode json, OptionalInt code, String said) {
    if (json == null || code.isEmpty()) {
      return misconfigured(
          "the address answers "
              + status
              + " with something that is not HEC's JSON; is"
              + " SIGHTLINE_HEC_URL the address of the HTTP Event Collector?");
    }
    int value = code.getAsInt();
    if (value != 0 && value != 24 && value != 25) {
      return misconfigured("HEC answered " + said + ", which is no known success");
    }
    OptionalLong ackId = ackId(json.get("ackId"));
    if (guarantee == Guarantee.INDEXED && ackId.isEmpty()) {
      return misconfigured(
          "HEC took the events without an ackId: indexer acknowledgment is off for this token. Turn"
              + " it on in Splunk, or set SIGHTLINE_HEC_GUARANTEE=accepted");
    }
    return new Reply.Taken(ackId, value != 0);
  }

  private static Delivery failure(
      int status,
      @Nullable JsonNode json,
      OptionalInt code,
      String said,
      boolean compressed,
      @Nullable String index) {
    return switch (status) {
      case 401, 403 ->
          new Delivery.Misconfigured(
              "HEC refuses the token ("
                  + said
                  + "): check SIGHTLINE_HEC_TOKEN, and that the token is enabled on every indexer");
      case 400 -> badRequest(json, code, said, index);
      case 413 -> new Delivery.TooLarge("HEC answered " + said);
      case 415 ->
          new Delivery.Misconfigured(
              compressed
                  ? "HEC does not accept gzip (" + said + "): set SIGHTLINE_HEC_COMPRESSION=off"
                  : "the address does not accept HEC requests (" + said + ")");
      case 429 -> new Delivery.Unavailable("HEC is at capacity (" + said + ")", true);
      case 503 ->
          new Delivery.Unavailable(
              "HEC answered " + said, code.isPresent() && code.getAsInt() == 9);
      case 404, 408 -> new Delivery.Unavailable("HEC answered " + said, false);
      default -> {
        if (status >= 500) {
          yield new Delivery.Unavailable("HEC answered " + said, false);
        }
        yield new Delivery.Misconfigured(
            "the address answered " + said + ", which HEC never does: check SIGHTLINE_HEC_URL");
      }
    };
  }

  private static Delivery badRequest(
      @Nullable JsonNode json, OptionalInt code, String said, @Nullable String index) {
    if (json == null || code.isEmpty()) {
      return new Delivery.Misconfigured(
          "the address answered 400 with something that is not HEC's JSON: a proxy or a firewall?");
    }
    return switch (code.getAsInt()) {
      case 5, 6, 12, 13, 15 -> new Delivery.Rejected(code.getAsInt(), "HEC answered " + said);
      case 7 ->
          new Delivery.Misconfigured(
              (index == null ? "the token's default index" : "the index '" + index + "'")
                  + " is not accepted ("
                  + said
                  + "): create it, allow it for the token, or change SIGHTLINE_HEC_INDEX");
      case 14 ->
          new Delivery.Misconfigured(
              "indexer acknowledgment is off for this token ("
                  + said
                  + "): turn it on in Splunk, or set SIGHTLINE_HEC_GUARANTEE=accepted");
      default -> new Delivery.Misconfigured("HEC refuses the request: " + said);
    };
  }

  private static Reply misconfigured(String reason) {
    return new Reply.NotTaken(new Delivery.Misconfigured(reason));
  }

  /** An ackId is a number that is not negative; anything else confirms nothing later. */
  private static OptionalLong ackId(@Nullable JsonNode node) {
    return node != null && node.isIntegralNumber() && node.canConvertToLong() && node.asLong() >= 0
        ? OptionalLong.of(node.asLong())
        : OptionalLong.empty();
  }

  private static OptionalInt integer(@Nullable JsonNode node) {
    return node != null && node.isIntegralNumber() && node.canConvertToInt()
        ? OptionalInt.of(node.asInt())
        : OptionalInt.empty();
  }

  /** Status, code and HEC's text, bounded and on one line: {@code 503, code 9: Server is busy}. */
  private static String said(int status, @Nullable JsonNode json, OptionalInt code) {
    StringBuilder said = new StringBuilder().append(status);
    code.ifPresent(value -> said.append(", code ").append(value));
    JsonNode text = json == null ? null : json.get("text");
    if (text != null && text.isTextual()) {
      String words = text.asText();
      said.append(": ");
      words
          .codePoints()
          .limit(200)
          .map(point -> Character.isISOControl(point) ? ' ' : point)
          .forEach(said::appendCodePoint);
    }
    return said.toString();
  }

  private static @Nullable JsonNode json(byte[] body) {
    try {
      JsonNode node = JSON.readTree(body);
      return node != null && node.isObject() ? node : null;
    } catch (IOException e) {
      return null;
    }
  }
}
