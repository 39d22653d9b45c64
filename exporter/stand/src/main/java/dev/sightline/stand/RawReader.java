package dev.sightline.stand;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads the body of the raw endpoint: a line is an event, the metadata are query parameters. */
final class RawReader {
  private RawReader() {}

  static EnvelopeReader.Reading read(
      byte[] body,
      HecRequest request,
      EnvelopeReader.Origin origin,
      Function<ReceivedEvent, @Nullable HecCode> check) {
    String index = request.parameter("index");
    if (index == null || index.isEmpty()) {
      index = origin.token().defaultIndex();
    }
    Set<String> indexes = origin.token().indexes();
    if (index != null && !indexes.isEmpty() && !indexes.contains(index)) {
      return refused(List.of(), HecCode.INCORRECT_INDEX);
    }
    if (EnvelopeReader.lengthOfValidUtf8(body) < body.length) {
      return refused(List.of(), HecCode.INVALID_DATA_FORMAT);
    }
    String seconds = request.parameter("time");
    Instant time = seconds == null ? null : EnvelopeReader.epochSeconds(seconds);
    if (seconds != null && time == null) {
      return refused(List.of(), HecCode.INVALID_DATA_FORMAT);
    }
    List<ReceivedEvent> events = new ArrayList<>();
    for (String line : new String(body, StandardCharsets.UTF_8).lines().toList()) {
      if (!line.isBlank()) {
        ReceivedEvent event =
            new ReceivedEvent(
                time,
                request.parameter("host"),
                request.parameter("source"),
                request.parameter("sourcetype"),
                index,
                Map.of(),
                line,
                origin.indexer(),
                origin.token().name());
        HecCode code = check.apply(event);
        if (code != null) {
          return refused(events, code);
        }
        events.add(event);
      }
    }
    return new EnvelopeReader.Reading(events, null);
  }

  private static EnvelopeReader.Reading refused(List<ReceivedEvent> before, HecCode code) {
    return new EnvelopeReader.Reading(before, new EnvelopeReader.Refusal(code, before.size()));
  }
}
