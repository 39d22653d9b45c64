package dev.sightline.resolver;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import dev.sightline.lines.Line;
import dev.sightline.lines.LineReader;
import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Reads query logs; memory is one window. Safe for any number of threads. */
public final class QueryLogReader {
  private static final int MAXIMUM_LINE_BYTES = 1 << 20;
  private static final JsonFactory JSON = new JsonFactory();

  /** Whether a file that begins with this is a query log. */
  public static boolean isQueryLog(String head) {
    return head.contains("\"query_timestamp\"") && head.contains("\"query_name\"");
  }

  /**
   * Reads a log to its end.
   *
   * @return how many lines it has, blank ones not counted
   * @throws IOException where the stream or the consumer fails, unchanged
   */
  public long read(InputStream stream, QueryConsumer consumer)
      throws IOException, InterruptedException {
    LineReader lines = new LineReader(stream, MAXIMUM_LINE_BYTES);
    long ordinal = 0;
    for (Line line = lines.next(); line != null; line = lines.next()) {
      if (line.isBlank()) {
        continue;
      }
      ResolverQuery query = line.whole() ? query(line, ordinal) : null;
      if (query == null) {
        consumer.unreadable(
            ordinal, "Line " + ordinal + " of " + line.bytes() + " bytes is not a JSON object.");
      } else {
        consumer.accept(query);
      }
      ordinal++;
    }
    return ordinal;
  }

  /** Looks through the line once: it must be JSON, or Splunk would refuse its whole batch. */
  private static @Nullable ResolverQuery query(Line line, long ordinal) throws IOException {
    long time = -1;
    String account = null;
    try (JsonParser parser = JSON.createParser(line.buffer(), line.offset(), line.length())) {
      if (parser.nextToken() != JsonToken.START_OBJECT) {
        return null;
      }
      for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
        parser.nextToken();
        switch (name) {
          case "query_timestamp" -> time = millis(parser.getValueAsString(""));
          case "account_id" -> account = parser.getValueAsString();
          default -> {}
        }
        parser.skipChildren();
      }
      if (parser.nextToken() != null) {
        return null;
      }
    } catch (JsonProcessingException e) {
      return null;
    }
    return new ResolverQuery(line.buffer(), line.offset(), line.length(), ordinal, time, account);
  }

  private static long millis(String time) {
    try {
      return Math.max(-1, Instant.parse(time).toEpochMilli());
    } catch (DateTimeException | ArithmeticException e) {
      return -1;
    }
  }
}
