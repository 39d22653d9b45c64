package dev.sightline.spl;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.splunk.Args;
import com.splunk.HttpService;
import com.splunk.Service;
import com.splunk.ServiceArgs;
import dev.sightline.spl.event.Event;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeoutException;

/**
 * A Splunk that the environment names: SPLUNK_URL (management port), SPLUNK_TOKEN, SPLUNK_HEC_URL,
 * SPLUNK_HEC_TOKEN, and SPLUNK_INDEX where it is not main. Certificates are verified.
 */
final class SplunkInstance implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SOURCETYPE = "sightline:comparison";
  private static final int PATIENCE_SECONDS = 120;

  private final Service service;
  private final HttpClient http = HttpClient.newHttpClient();
  private final URI collector;
  private final String token;
  private final String index;

  private SplunkInstance(Service service, URI collector, String token, String index) {
    this.service = service;
    this.collector = collector;
    this.token = token;
    this.index = index;
  }

  /** Empty where the environment names none. */
  static Optional<SplunkInstance> ofEnvironment() {
    String url = System.getenv("SPLUNK_URL");
    if (url == null || url.isBlank()) {
      return Optional.empty();
    }
    URI management = URI.create(url);
    HttpService.setValidateCertificates(true);
    ServiceArgs arguments = new ServiceArgs();
    arguments.setScheme(management.getScheme());
    arguments.setHost(management.getHost());
    arguments.setPort(management.getPort() < 0 ? 8089 : management.getPort());
    Service service = new Service(arguments);
    // Its own setter takes a token that holds the word Splunk for something else.
    service.setToken("Bearer " + needed("SPLUNK_TOKEN"));
    return Optional.of(
        new SplunkInstance(
            service,
            URI.create(needed("SPLUNK_HEC_URL")).resolve("/services/collector/event"),
            needed("SPLUNK_HEC_TOKEN"),
            Optional.ofNullable(System.getenv("SPLUNK_INDEX")).orElse("main")));
  }

  private static String needed(String name) {
    String value = System.getenv(name);
    if (value == null || value.isBlank()) {
      throw new IllegalStateException("SPLUNK_URL is set, so " + name + " is needed as well.");
    }
    return value;
  }

  /** Sends the events in the order in which Splunk must return them, the last one first. */
  void send(String source, List<Event> events) throws IOException, InterruptedException {
    StringBuilder body = new StringBuilder();
    for (Event event : events.reversed()) {
      ObjectNode envelope = JSON.createObjectNode();
      envelope.put("index", index).put("source", source).put("sourcetype", SOURCETYPE);
      if (!Double.isNaN(event.time())) {
        envelope.put("time", event.time());
      }
      envelope.set("event", JSON.readTree(event.raw()));
      body.append(envelope).append('\n');
    }
    HttpResponse<String> answer =
        http.send(
            HttpRequest.newBuilder(collector)
                .header("Authorization", "Splunk " + token)
                .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    if (answer.statusCode() != 200) {
      throw new IOException("HEC answers " + answer.statusCode() + ": " + answer.body());
    }
  }

  /** Waits until a search finds as many events as were sent. */
  void awaitIndexed(String source, int events)
      throws IOException, InterruptedException, TimeoutException {
    for (int i = 0; i < PATIENCE_SECONDS; i++) {
      JsonNode rows = search("search " + only(source) + " | stats count");
      if (rows.path(0).path("count").asInt() >= events) {
        return;
      }
      Thread.sleep(1_000);
    }
    throw new TimeoutException(source + " was not indexed within " + PATIENCE_SECONDS + " s.");
  }

  /** Runs a search over the events of one source. */
  JsonNode run(String source, String spl) throws IOException {
    boolean generates = spl.stripLeading().startsWith("|");
    return search(generates ? spl : "search " + only(source) + " (" + head(spl) + ")" + tail(spl));
  }

  private static String head(String spl) {
    int pipe = spl.indexOf('|');
    return pipe < 0 ? spl : spl.substring(0, pipe);
  }

  private static String tail(String spl) {
    int pipe = spl.indexOf('|');
    return pipe < 0 ? "" : " " + spl.substring(pipe);
  }

  private String only(String source) {
    return "index=\"" + index + "\" source=\"" + source + "\"";
  }

  private JsonNode search(String spl) throws IOException {
    Args options = new Args();
    options.put("output_mode", "json");
    options.put("count", 0);
    options.put("earliest_time", "0");
    options.put("latest_time", "+10y");
    try (InputStream answer = service.oneshotSearch(spl, options)) {
      return JSON.readTree(answer).path("results");
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
