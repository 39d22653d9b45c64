package dev.sightline.hec;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Tells a receiver that speaks HEC and answers acknowledgments itself from Splunk, by what Splunk
 * never does: its token is known, so that no question counts as a failed login, and Splunk refuses
 * each of them without writing anything.
 *
 * <p>Measured: the OpenTelemetry Collector takes events without a channel; Vector takes a channel
 * that is no GUID. Splunk answers these with codes 10 and 11 where it acknowledges.
 */
final class GatewaySigns {
  private static final String NO_GUID = "sightline";
  private static final byte[] EVENT =
      "{\"message\":\"does this receiver take events without a channel\"}"
          .getBytes(StandardCharsets.UTF_8);

  private GatewaySigns() {}

  /** What the questions brought. */
  sealed interface Answer {
    /** It does what Splunk never does: a part of a sentence. */
    record Gateway(String sign) implements Answer {}

    /** It answers as Splunk does. */
    record Splunk() implements Answer {}

    /** It does not answer as either does, now. */
    record Unclear() implements Answer {}
  }

  /** Asks a receiver whose token acknowledges. */
  static Answer ask(HecHttp http, URI address, @Nullable String index) throws IOException {
    if (confirms(http, address, new AckChannel())) {
      return new Answer.Gateway("it confirms an acknowledgment that it never gave out");
    }
    if (answers(http, address, new AckChannel(NO_GUID))) {
      return new Answer.Gateway("it takes a channel that is no GUID");
    }
    int status = withoutChannel(http, address, index);
    // One indexer of many may have the token without acknowledgment: not twice in a row.
    if (isTaken(status) && isTaken(withoutChannel(http, address, index))) {
      return new Answer.Gateway("it takes events without a channel");
    }
    return status == 400 ? new Answer.Splunk() : new Answer.Unclear();
  }

  private static boolean confirms(HecHttp http, URI address, AckChannel channel)
      throws IOException {
    HecHttp.Answer answer = http.acks(address, channel, Set.of(0L, 1L), false);
    try {
      return !ReplyReader.acks(answer.status(), answer.body(), Set.of(0L, 1L)).isEmpty();
    } catch (UnreadableAckException e) {
      return false;
    }
  }

  private static boolean answers(HecHttp http, URI address, AckChannel channel) throws IOException {
    HecHttp.Answer answer = http.acks(address, channel, Set.of(0L), false);
    try {
      ReplyReader.acks(answer.status(), answer.body(), Set.of(0L));
      return true;
    } catch (UnreadableAckException e) {
      return false;
    }
  }

  private static int withoutChannel(HecHttp http, URI address, @Nullable String index)
      throws IOException {
    EventWriter writer = new EventWriter(new byte[512]);
    writer.write(
        new HecEvent(
            -1,
            "sightline",
            "sightline",
            "sightline:exporter",
            index,
            "exporter:question",
            EVENT,
            0,
            EVENT.length));
    return http.events(address, new AckChannel(AckChannel.NONE), writer.batch(), Compression.OFF)
        .status();
  }

  private static boolean isTaken(int status) {
    return status >= 200 && status < 300;
  }
}
