package dev.sightline.stand;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** One indexer: checks a request as the collector does, takes its events and keeps its acks. */
final class HecIndexer {
  private static final Pattern GUID =
      Pattern.compile("[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}");

  private final int number;
  private final HecReceiver.Settings settings;
  private final Arrivals arrivals;
  private final Acknowledgments acknowledgments;

  HecIndexer(int number, HecReceiver.Settings settings, Arrivals arrivals) {
    this.number = number;
    this.settings = settings;
    this.arrivals = arrivals;
    this.acknowledgments = new Acknowledgments(settings.acks(), settings.clock());
  }

  private sealed interface Admission {}

  private record Admitted(HecReceiver.Token token, @Nullable UUID channel, ByteBuffer body)
      implements Admission {}

  private record Denied(HecAnswer answer) implements Admission {}

  private sealed interface Authorization {}

  private record Known(HecReceiver.Token token) implements Authorization {}

  private record Unknown(HecCode code) implements Authorization {}

  int number() {
    return number;
  }

  Acknowledgments acknowledgments() {
    return acknowledgments;
  }

  /** Does what the request asks for, and says how it went. */
  HecAnswer serve(HecRequest request, HecScript.Plan plan) {
    return switch (request.kind()) {
      case EVENTS ->
          switch (admit(request)) {
            case Denied(HecAnswer answer) -> answer;
            case Admitted admitted -> take(request, admitted, plan);
          };
      case ACKS ->
          switch (admit(request)) {
            case Denied(HecAnswer answer) -> answer;
            case Admitted admitted -> acks(admitted);
          };
      case HEALTH -> health(request);
      case UNKNOWN -> HecAnswer.html(404, "Not Found");
    };
  }

  /** Token, size, encoding, channel and body, in the order in which the collector looks at them. */
  private Admission admit(HecRequest request) {
    HecReceiver.Token token;
    switch (authorize(request)) {
      case Unknown(HecCode code) -> {
        return new Denied(HecAnswer.of(code));
      }
      case Known(HecReceiver.Token known) -> token = known;
    }
    if (!Set.of("", "gzip").contains(request.encoding())) {
      return new Denied(HecAnswer.html(415, "Unsupported Media Type"));
    }
    if (request.tooLarge()) {
      return new Denied(HecAnswer.html(413, "Request Entity Too Large"));
    }
    String channel = request.channel();
    if (channel != null && !GUID.matcher(channel).matches()) {
      return new Denied(HecAnswer.of(HecCode.INVALID_CHANNEL));
    }
    boolean asksForAcks = request.kind() == RequestKind.ACKS;
    if (asksForAcks && !token.acknowledgment()) {
      return new Denied(HecAnswer.of(HecCode.ACK_DISABLED));
    }
    if (channel == null && (token.acknowledgment() || request.raw() || asksForAcks)) {
      return new Denied(HecAnswer.of(HecCode.CHANNEL_MISSING));
    }
    byte[] body;
    try {
      body = request.body(settings.maxContentLength());
    } catch (IOException notGzip) {
      return new Denied(HecAnswer.of(HecCode.INVALID_DATA_FORMAT));
    }
    if (body.length > settings.maxContentLength()) {
      return new Denied(HecAnswer.html(413, "Request Entity Too Large"));
    }
    if (isBlank(body)) {
      return new Denied(HecAnswer.of(HecCode.NO_DATA));
    }
    return new Admitted(
        token, channel == null ? null : UUID.fromString(channel), ByteBuffer.wrap(body));
  }

  private static boolean isBlank(byte[] body) {
    for (byte b : body) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private Authorization authorize(HecRequest request) {
    String header = request.header("Authorization");
    if (header == null) {
      return new Unknown(
          request.parameter("token") == null
              ? HecCode.TOKEN_REQUIRED
              : HecCode.QUERY_AUTHORIZATION);
    }
    String value = credentials(header);
    if (value == null) {
      return new Unknown(HecCode.INVALID_AUTHORIZATION);
    }
    for (HecReceiver.Token token : settings.tokens()) {
      if (token.value().equals(value)) {
        return token.enabled() ? new Known(token) : new Unknown(HecCode.TOKEN_DISABLED);
      }
    }
    return new Unknown(HecCode.INVALID_TOKEN);
  }

  /** The token out of {@code Splunk <token>} or, as the password, out of {@code Basic}. */
  private static @Nullable String credentials(String header) {
    if (header.startsWith("Splunk ")) {
      String value = header.substring("Splunk ".length()).strip();
      return value.isEmpty() ? null : value;
    }
    if (header.startsWith("Basic ")) {
      try {
        String pair =
            new String(
                Base64.getDecoder().decode(header.substring("Basic ".length()).strip()),
                StandardCharsets.UTF_8);
        int colon = pair.indexOf(':');
        return colon < 0 ? null : pair.substring(colon + 1);
      } catch (IllegalArgumentException notBase64) {
        return null;
      }
    }
    return null;
  }

  private HecAnswer health(HecRequest request) {
    if (request.header("Authorization") == null) {
      return HecAnswer.of(HecCode.HEALTHY);
    }
    return switch (authorize(request)) {
      case Known _ -> HecAnswer.of(HecCode.HEALTHY);
      case Unknown(HecCode code) ->
          HecAnswer.of(
              code == HecCode.TOKEN_DISABLED
                  ? HecCode.HEALTH_TOKEN_DISABLED
                  : HecCode.HEALTH_INVALID_TOKEN);
    };
  }

  private HecAnswer acks(Admitted admitted) {
    List<Long> ackIds = AckQuery.read(admitted.body().array());
    if (ackIds == null) {
      return HecAnswer.of(HecCode.INVALID_DATA_FORMAT);
    }
    Map<Long, Boolean> answer = acknowledgments.query(channel(admitted), ackIds);
    return HecAnswer.acks(answer);
  }

  private static Acknowledgments.Channel channel(Admitted admitted) {
    UUID id = admitted.channel();
    if (id == null) {
      throw new IllegalStateException("A token with acknowledgment admits no request without one.");
    }
    return new Acknowledgments.Channel(admitted.token().name(), id);
  }

  private HecAnswer take(HecRequest request, Admitted admitted, HecScript.Plan plan) {
    boolean acknowledged = admitted.token().acknowledgment();
    HecCode success = HecCode.SUCCESS;
    if (acknowledged) {
      switch (acknowledgments.room(channel(admitted))) {
        case ENOUGH -> {}
        case NEARLY_FULL -> success = HecCode.ACK_CHANNEL_NEAR_CAPACITY;
        case FULL -> {
          return HecAnswer.of(HecCode.ACK_CHANNEL_AT_CAPACITY);
        }
      }
    }
    if (plan.fault() instanceof HecFault.Warns(HecCode code)) {
      success = code;
    }
    EventRefusals refusals = new EventRefusals(plan.refusals());
    EnvelopeReader.Reading reading = read(request, admitted, refusals);
    List<ReceivedEvent> events =
        new ArrayList<>(refusals.noneIsTaken() ? List.of() : reading.events());
    EnvelopeReader.Refusal refusal = reading.refusal();
    if (refusal == null && events.isEmpty()) {
      return HecAnswer.of(HecCode.NO_DATA);
    }
    arrivals.add(indexed(events, plan.fault()));
    Long ackId = acknowledged && !events.isEmpty() ? ackId(admitted, plan.fault()) : null;
    if (refusal != null) {
      int eventNumber = refusals.eventNumber(refusal);
      return ackId == null
          ? HecAnswer.refusal(refusal.code(), eventNumber)
          : HecAnswer.refusal(refusal.code(), eventNumber, ackId);
    }
    return ackId == null ? HecAnswer.of(success) : HecAnswer.of(success, ackId);
  }

  private EnvelopeReader.Reading read(
      HecRequest request, Admitted admitted, EventRefusals refusals) {
    EnvelopeReader.Origin origin =
        new EnvelopeReader.Origin(number, admitted.token(), settings.maxEventSize());
    byte[] body = admitted.body().array();
    return request.raw()
        ? RawReader.read(body, request, origin, refusals)
        : new EnvelopeReader(body, origin, refusals).read(refusals.goesOn());
  }

  private static List<ReceivedEvent> indexed(List<ReceivedEvent> events, @Nullable HecFault fault) {
    return switch (fault) {
      case HecFault.NeverIndexes _, HecFault.DropsAfterAck _ -> List.of();
      case HecFault.TakesOnly(int first) -> events.subList(0, Math.min(first, events.size()));
      case null, default -> events;
    };
  }

  private @Nullable Long ackId(Admitted admitted, @Nullable HecFault fault) {
    Acknowledgments.Channel channel = channel(admitted);
    return switch (fault) {
      case HecFault.NeverIndexes _ -> acknowledgments.issueNever(channel);
      case HecFault.RepeatsAckId _ -> acknowledgments.last(channel);
      case HecFault.OmitsAckId _ -> {
        acknowledgments.issue(channel);
        yield null;
      }
      case null, default -> acknowledgments.issue(channel);
    };
  }
}
