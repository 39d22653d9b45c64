package dev.sightline.splunk;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.sightline.configuration.Masking;
import dev.sightline.hec.Tls;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/**
 * Requests to Splunk's management port, each with a deadline of its own, which an interrupt ends:
 * the SDK has neither. Safe for any number of threads.
 */
public final class ManagementPort implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Duration CONNECT = Duration.ofSeconds(10);

  private final SplunkConfiguration configuration;
  private final HttpClient client;
  private @Nullable String session;

  /**
   * What Splunk answered.
   *
   * @param body the JSON of the answer, missing where it is none
   */
  public record Answer(int status, JsonNode body) {
    /** Whether Splunk did what was asked. */
    public boolean isGood() {
      return status >= 200 && status < 300;
    }
  }

  /**
   * @throws IllegalArgumentException with a sentence, where the certificate authority cannot be
   *     used
   */
  public ManagementPort(SplunkConfiguration configuration) {
    this.configuration = configuration;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(CONNECT)
            .sslContext(Tls.trusting(configuration.certificateAuthority()))
            .build();
  }

  /** Where it is, for messages. */
  public String place() {
    return configuration.place();
  }

  /** Asks for what is there. */
  public Answer get(String path, Duration limit) throws IOException, InterruptedException {
    return send("GET", path, Map.of(), limit);
  }

  /** Sends a form. */
  public Answer post(String path, Map<String, String> form, Duration limit)
      throws IOException, InterruptedException {
    return send("POST", path, form, limit);
  }

  /** Ends what is there. */
  public Answer delete(String path, Duration limit) throws IOException, InterruptedException {
    return send("DELETE", path, Map.of(), limit);
  }

  @Override
  public void close() {
    client.shutdownNow();
  }

  private Answer send(String method, String path, Map<String, String> form, Duration limit)
      throws IOException, InterruptedException {
    String used = authorization(limit);
    HttpResponse<String> response = request(method, path, form, used, limit);
    if (response.statusCode() == 401 && ends(used)) {
      response = request(method, path, form, authorization(limit), limit);
    }
    return new Answer(response.statusCode(), json(response.body()));
  }

  private HttpResponse<String> request(
      String method,
      String path,
      Map<String, String> form,
      @Nullable String authorization,
      Duration limit)
      throws IOException, InterruptedException {
    String encoded =
        form.entrySet().stream()
            .map(entry -> encoded(entry.getKey()) + "=" + encoded(entry.getValue()))
            .collect(Collectors.joining("&"));
    HttpRequest.Builder request =
        HttpRequest.newBuilder(address(path))
            .timeout(limit.isPositive() ? limit : Duration.ofMillis(1))
            .header("Accept", "application/json")
            .method(
                method,
                encoded.isEmpty()
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofString(encoded));
    if (!encoded.isEmpty()) {
      request.header("Content-Type", "application/x-www-form-urlencoded");
    }
    if (authorization != null) {
      request.header("Authorization", authorization);
    }
    try {
      return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (SSLException e) {
      throw new SearchException(
          place()
              + " shows a certificate that is not trusted ("
              + e.getMessage()
              + "): give its authority by SIGHTLINE_SPLUNK_CERTIFICATE_AUTHORITY.",
          e);
    }
  }

  private URI address(String path) {
    return URI.create(
        configuration.address().getScheme()
            + "://"
            + configuration.address().getHost()
            + ":"
            + configuration.port()
            + path);
  }

  private @Nullable String authorization(Duration limit) throws IOException, InterruptedException {
    return switch (configuration.credentials()) {
      // Read at every request, so that a rotated token needs no restart.
      case SplunkConfiguration.Credentials.Token(var token) -> "Bearer " + token.value();
      case SplunkConfiguration.Credentials.Login login -> session(login, limit);
    };
  }

  private synchronized String session(SplunkConfiguration.Credentials.Login login, Duration limit)
      throws IOException, InterruptedException {
    if (session == null) {
      HttpResponse<String> response =
          request(
              "POST",
              "/services/auth/login",
              Map.of(
                  "username", login.user(),
                  "password", login.password().value(),
                  "output_mode", "json"),
              null,
              limit);
      String key = json(response.body()).path("sessionKey").asText("");
      if (key.isEmpty()) {
        throw new SearchException(
            place()
                + " refuses the login ("
                + response.statusCode()
                + "): check SIGHTLINE_SPLUNK_USER and SIGHTLINE_SPLUNK_PASSWORD.");
      }
      Masking.learn(key);
      session = "Splunk " + key;
    }
    return session;
  }

  /** A session that has ended is replaced; a token that is refused stays refused. */
  private synchronized boolean ends(@Nullable String used) {
    if (session == null) {
      return false;
    }
    if (session.equals(used)) {
      session = null;
    }
    return true;
  }

  private static JsonNode json(String text) {
    try {
      return text.isBlank() ? MissingNode.getInstance() : JSON.readTree(text);
    } catch (JsonProcessingException e) {
      return MissingNode.getInstance();
    }
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
