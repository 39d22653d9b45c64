package dev.sightline.stand;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;

/** Sends what a test wants sent, right or wrong. */
final class HecSender implements AutoCloseable {
  static final String TOKEN = "3d1a0a7b-0000-4000-8000-0123456789ab";
  static final String CHANNEL = "11111111-2222-4333-8444-555555555555";

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI endpoint;

  HecSender(URI endpoint) {
    this.endpoint = endpoint;
  }

  /** What came back, with the body as text. */
  record Reply(int status, String body, Optional<String> contentType, List<String> cookies) {}

  /** Sends events as a well-behaved sender does. */
  Reply send(String body) throws IOException, InterruptedException {
    return post("/services/collector/event", body, "X-Splunk-Request-Channel", CHANNEL);
  }

  /** Asks for acknowledgments as a well-behaved sender does. */
  Reply acks(String body) throws IOException, InterruptedException {
    return post("/services/collector/ack", body, "X-Splunk-Request-Channel", CHANNEL);
  }

  /** Posts with the token and the headers, given as names and values in turn. */
  Reply post(String path, String body, String... headers) throws IOException, InterruptedException {
    return post(path, body.getBytes(StandardCharsets.UTF_8), headers);
  }

  Reply post(String path, byte[] body, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .header("Authorization", "Splunk " + TOKEN);
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return exchange(request.build());
  }

  /** Posts with these headers and no token. */
  Reply postBare(String path, String body, String... headers)
      throws IOException, InterruptedException {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(endpoint.resolve(path))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return exchange(request.build());
  }

  Reply get(String path, String... headers) throws IOException, InterruptedException {
    HttpRequest.Builder request = HttpRequest.newBuilder(endpoint.resolve(path));
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return exchange(request.build());
  }

  private Reply exchange(HttpRequest request) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
    return new Reply(
        response.statusCode(),
        response.body(),
        response.headers().firstValue("Content-Type"),
        response.headers().allValues("Set-Cookie"));
  }

  static byte[] gzip(byte[] body) throws IOException {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream();
    try (OutputStream out = new GZIPOutputStream(compressed)) {
      out.write(body);
    }
    return compressed.toByteArray();
  }

  @Override
  public void close() {
    client.close();
  }
}
