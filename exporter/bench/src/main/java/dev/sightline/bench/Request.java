package dev.sightline.bench;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One connection's requests, one after another; each with a Content-Length, or without a body. */
final class Request {
  private final InputStream in;
  private byte[] buffer = new byte[64 << 10];
  private int limit;
  private int next;
  private int body;
  private int length;
  private String method = "";
  private String path = "";
  private final Map<String, String> headers = new HashMap<>();

  Request(InputStream in) {
    this.in = in;
  }

  /** Reads the next one; false where the connection ended between two. */
  boolean read() throws IOException {
    System.arraycopy(buffer, next, buffer, 0, limit - next);
    limit -= next;
    next = 0;
    int end;
    int from = 0;
    while ((end = headEnd(from)) < 0) {
      from = Math.max(0, limit - 3);
      if (!fill()) {
        return false;
      }
    }
    head(new String(buffer, 0, end, StandardCharsets.ISO_8859_1));
    length = Integer.parseInt(headers.getOrDefault("content-length", "0"));
    while (limit - end < length) {
      if (limit + 1 >= buffer.length || buffer.length < end + length) {
        buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, end + length + 1));
      }
      if (!fill()) {
        throw new EOFException("a request that was cut");
      }
    }
    body = end;
    next = end + length;
    return true;
  }

  String method() {
    return method;
  }

  String path() {
    return path;
  }

  @Nullable String header(String name) {
    return headers.get(name);
  }

  /** The body, from its start on. */
  byte[] body() {
    // To the front, so that others need no offset; what follows it keeps its place.
    System.arraycopy(buffer, body, buffer, 0, length);
    return buffer;
  }

  int length() {
    return length;
  }

  String text() {
    return new String(buffer, body, length, StandardCharsets.UTF_8);
  }

  private boolean fill() throws IOException {
    if (limit == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length * 2);
    }
    int read = in.read(buffer, limit, buffer.length - limit);
    limit += Math.max(0, read);
    return read >= 0;
  }

  private int headEnd(int from) {
    for (int i = from; i + 3 < limit; i++) {
      if (buffer[i] == '\r' && buffer[i + 1] == '\n' && buffer[i + 2] == '\r') {
        return i + 4;
      }
    }
    return -1;
  }

  private void head(String text) {
    headers.clear();
    String[] lines = text.split("\r\n", 0);
    String[] first = lines[0].split(" ", 3);
    method = first[0];
    path = first[1];
    for (int i = 1; i < lines.length; i++) {
      int colon = lines[i].indexOf(':');
      headers.put(
          lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
          lines[i].substring(colon + 1).strip());
    }
  }
}
