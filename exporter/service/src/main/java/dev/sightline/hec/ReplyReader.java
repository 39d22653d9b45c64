package dev.sightline.hec;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.configuration.Masking;
import dev.sightline.hec.Delivery.Remedy;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
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
    OptionalInt code = integer(field(json, "code"));
    String said = said(status, json, code);
    if (status >= 200 && status < 300) {
      return success(status, json, code, said);
    }
    Delivery failure = failure(status, json, code, said, compressed, index);
    return isPlainRefusal(status, json, code)
        ? new Reply.Refused(failure, ackId(field(json, "ackId")))
        : new Reply.Unclear(failure);
  }

  /** What an answer of the health address says, where it says that HEC is unhealthy. */
  Optional<Delivery.Unavailable> unhealthy(int status, byte[] body) {
    // Proxies and old versions have no health address: only a plain "unhealthy" counts.
    if (status != 503) {
      return Optional.empty();
    }
    JsonNode json = json(body);
    String said = said(status, json, integer(field(json, "code")));
    return Optional.of(new Delivery.Unavailable("HEC's health is " + said, Remedy.PROBE));
  }

  /**
   * The ack ids that an answer of the ack endpoint confirms, out of those asked for. Only a literal
   * {@code true} confirms.
   *
   * @throws UnreadableAckException where the answer is not the ack endpoint's
   */
  static Set<Long> acks(int status, byte[] body, Set<Long> asked) throws UnreadableAckException {
    JsonNode json = json(body);
    JsonNode acks = field(json, "acks");
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
      case 429 -> new Delivery.Unavailable("HEC is at capacity (" + said + ")", Remedy.SLOWER);
      case 503 -> new Delivery.Unavailable("HEC answered " + said, remedy(code));
      case 404, 408 -> new Delivery.Unavailable("HEC answered " + said, Remedy.AGAIN);
      default -> {
        if (status >= 500) {
          yield new Delivery.Unavailable("HEC answered " + said, Remedy.AGAIN);
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

  /** A success that is none leaves open what happened to the events. */
  private static Reply misconfigured(String reason) {
    return new Reply.Unclear(new Delivery.Misconfigured(reason));
  }

  private static Remedy remedy(OptionalInt code) {
    if (code.isEmpty()) {
      return Remedy.AGAIN;
    }
    return switch (code.getAsInt()) {
      case 9 -> Remedy.SLOWER;
      case 18, 19, 20, 23 -> Remedy.PROBE;
      default -> Remedy.AGAIN;
    };
  }

  /**
   * Whether this is one of HEC's refusals, each with its own status; a body that is too large, or
   * encoded in a way that is not understood, is refused in HTML. Not "internal server error": how
   * far it came is anybody's guess. Nor a refusal of a later event that names no ackId, or none
   * that can be read: the events before it may have been taken.
   */
  private static boolean isPlainRefusal(int status, @Nullable JsonNode json, OptionalInt code) {
    if (status == 413 || status == 415) {
      return true;
    }
    if (json == null || code.isEmpty()) {
      return false;
    }
    return switch (code.getAsInt()) {
      case 1, 4 -> status == 403;
      case 2, 3 -> status == 401;
      case 5, 6, 7, 12, 13, 15 -> status == 400 && saysWhatWasTaken(json);
      case 10, 11, 14, 16, 21, 22 -> status == 400;
      case 9, 18, 19, 20, 23 -> status == 503;
      case 26, 27 -> status == 429;
      default -> false;
    };
  }

  private static boolean saysWhatWasTaken(JsonNode json) {
    JsonNode ackId = json.get("ackId");
    if (ackId != null) {
      return ackId(ackId).isPresent();
    }
    JsonNode event = json.get("invalid-event-number");
    return event == null || (event.isIntegralNumber() && event.asLong() == 0);
  }

  private static @Nullable JsonNode field(@Nullable JsonNode json, String name) {
    return json == null ? null : json.get(name);
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

  /**
   * Status, code and HEC's text, without secrets, bounded and on one line: {@code 503, code 9:
   * Server is busy}.
   */
  private static String said(int status, @Nullable JsonNode json, OptionalInt code) {
    StringBuilder said = new StringBuilder().append(status);
    code.ifPresent(value -> said.append(", code ").append(value));
    JsonNode text = json == null ? null : json.get("text");
    if (text != null && text.isTextual()) {
      String words = Masking.masked(text.asText());
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
