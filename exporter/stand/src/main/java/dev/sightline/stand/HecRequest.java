package dev.sightline.stand;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;

/** One request, read whole before it is answered: a half-read one would end its connection. */
final class HecRequest {
  private static final int NOTHING_TO_READ = -1;

  private final RequestKind kind;
  private final boolean raw;
  private final Headers headers;
  private final Map<String, String> query;
  private final byte[] sent;
  private final boolean tooLarge;

  private HecRequest(HttpExchange exchange, byte[] sent, boolean tooLarge) {
    URI uri = exchange.getRequestURI();
    this.kind = kind(exchange.getRequestMethod(), uri.getPath());
    this.raw = uri.getPath().startsWith("/services/collector/raw");
    this.headers = exchange.getRequestHeaders();
    this.query = query(uri.getRawQuery());
    this.sent = sent;
    this.tooLarge = tooLarge;
  }

  /** Reads the request; of a body over the limit, no more than the limit is kept. */
  static HecRequest read(HttpExchange exchange, int maxContentLength) throws IOException {
    InputStream body = exchange.getRequestBody();
    byte[] sent = body.readNBytes(maxContentLength);
    boolean tooLarge = body.read() != NOTHING_TO_READ;
    if (tooLarge) {
      body.transferTo(OutputStream.nullOutputStream());
    }
    return new HecRequest(exchange, sent, tooLarge);
  }

  private static RequestKind kind(String method, String path) {
    return switch (path) {
      case "/services/collector",
          "/services/collector/event",
          "/services/collector/event/1.0",
          "/services/collector/raw",
          "/services/collector/raw/1.0" ->
          method.equals("POST") ? RequestKind.EVENTS : RequestKind.UNKNOWN;
      case "/services/collector/ack", "/services/collector/ack/1.0" ->
          method.equals("POST") ? RequestKind.ACKS : RequestKind.UNKNOWN;
      case "/services/collector/health", "/services/collector/health/1.0" ->
          method.equals("GET") ? RequestKind.HEALTH : RequestKind.UNKNOWN;
      default -> RequestKind.UNKNOWN;
    };
  }

  private static Map<String, String> query(@Nullable String raw) {
    Map<String, String> query = new HashMap<>();
    if (raw != null) {
      for (String pair : raw.split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          query.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return query;
  }

  RequestKind kind() {
    return kind;
  }

  boolean raw() {
    return raw;
  }

  @Nullable String header(String name) {
    return headers.getFirst(name);
  }

  @Nullable String parameter(String name) {
    return query.get(name);
  }

  /** The channel as the sender wrote it, in the header or as a parameter. */
  @Nullable String channel() {
    String header = header("X-Splunk-Request-Channel");
    return header == null ? parameter("channel") : header;
  }

  /** The value of a cookie. */
  @Nullable String cookie(String name) {
    for (String line : headers.getOrDefault("Cookie", List.of())) {
      for (String pair : line.split(";", -1)) {
        if (pair.strip().startsWith(name + "=")) {
          return HttpCookie.parse(pair.strip()).getFirst().getValue();
        }
      }
    }
    return null;
  }

  /** How many bytes of the body came, compressed where it was. */
  int bytesSent() {
    return sent.length;
  }

  /** Whether the body, as it was sent, is over the limit. */
  boolean tooLarge() {
    return tooLarge;
  }

  /** The content encoding in lower case, empty where there is none. */
  String encoding() {
    String encoding = header("Content-Encoding");
    return encoding == null ? "" : encoding.toLowerCase(Locale.ROOT);
  }

  /**
   * The body without its compression.
   *
   * @param limit where to stop: a longer body comes back one byte longer than this
   * @throws IOException if it is not the gzip that it says it is
   */
  byte[] body(int limit) throws IOException {
    if (encoding().isEmpty()) {
      return sent;
    }
    try (InputStream inflated = new GZIPInputStream(new ByteArrayInputStream(sent), 65_536)) {
      ByteArrayOutputStream body = new ByteArrayOutputStream(sent.length * 4);
      body.write(inflated.readNBytes(limit));
      int more = inflated.read();
      if (more != NOTHING_TO_READ) {
        body.write(more);
      }
      return body.toByteArray();
    }
  }
}
