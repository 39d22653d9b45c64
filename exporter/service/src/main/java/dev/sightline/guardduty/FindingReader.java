package dev.sightline.guardduty;

import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.lines.Line;
import dev.sightline.lines.LineReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads files of findings: one a line, as GuardDuty exports them to S3, or over several lines, a
 * list of them, and what {@code aws guardduty get-findings} prints. Used once.
 */
public final class FindingReader {
  /** Ten times the largest finding that EventBridge can hand on. */
  private static final int MAXIMUM_BYTES = 2_560 << 10;

  private final LineReader lines;
  private final FindingConsumer consumer;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream();
  private long ordinal;

  public FindingReader(InputStream stream, FindingConsumer consumer) {
    this.lines = new LineReader(stream, MAXIMUM_BYTES);
    this.consumer = consumer;
  }

  /**
   * Reads to the end.
   *
   * @return how many findings there are, unreadable ones included
   * @throws IOException where the stream or the consumer fails, unchanged
   */
  public long read() throws IOException, InterruptedException {
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (begun.size() > 0 && (begins(line) || begun.size() + line.bytes() > MAXIMUM_BYTES)) {
        unreadable("is not JSON, or breaks off");
      }
      if (!line.whole()) {
        unreadable("is longer than any finding, with " + line.bytes() + " bytes");
        continue;
      }
      boolean first = begun.size() == 0;
      begun.write(line.buffer(), line.offset(), line.length());
      if (first || ends(line)) {
        value();
      } else {
        begun.write('\n');
      }
    }
    if (begun.size() > 0 && !begun.toString(StandardCharsets.UTF_8).isBlank()) {
      unreadable("is not JSON, or breaks off");
    }
    return ordinal;
  }

  /** Where a finding goes over several lines, only the first of them begins at the margin. */
  private static boolean begins(Line line) {
    return line.length() > 0 && line.buffer()[line.offset()] == '{';
  }

  /** … and the last: to try after each line would take forever. */
  private static boolean ends(Line line) {
    int first = line.length() > 0 ? line.buffer()[line.offset()] : ' ';
    return first == '}' || first == ']';
  }

  /** Takes what has come so far, if it is whole. */
  private void value() throws IOException, InterruptedException {
    JsonNode json;
    try {
      json = FindingShape.JSON.readTree(begun.toByteArray());
    } catch (JsonProcessingException e) {
      JsonLocation at = e.getLocation();
      if (at != null && at.getByteOffset() >= begun.size()) {
        begun.write('\n'); // It goes on in the next line, or breaks off here.
      } else {
        unreadable("is not JSON: " + e.getOriginalMessage());
      }
      return;
    }
    begun.reset();
    if (json == null || json.isMissingNode()) {
      return;
    }
    JsonNode list = list(json);
    if (list == null) {
      finding(json);
      return;
    }
    for (JsonNode one : list) {
      finding(one);
    }
  }

  private static @Nullable JsonNode list(JsonNode json) {
    if (json.isArray()) {
      return json;
    }
    JsonNode list = json.has("Findings") ? json.get("Findings") : json.get("findings");
    return list != null && list.isArray() ? list : null;
  }

  private void finding(JsonNode json) throws IOException, InterruptedException {
    Optional<Finding> finding = FindingShape.of(json);
    if (finding.isPresent()) {
      consumer.accept(finding.get(), ordinal++);
    } else {
      unreadable("is JSON, but no finding of GuardDuty");
    }
  }

  private void unreadable(String what) throws IOException, InterruptedException {
    begun.reset();
    consumer.unreadable(ordinal, "Finding " + ordinal + " " + what + ".");
    ordinal++;
  }
}
