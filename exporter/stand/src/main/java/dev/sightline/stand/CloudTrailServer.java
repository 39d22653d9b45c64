package dev.sightline.stand;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * CloudTrail's ListPublicKeys, as AWS documents it, on a free loopback port: the key that {@link
 * TrailDigests} signs with, from a year to another.
 */
public final class CloudTrailServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Instant FROM = Instant.parse("2020-01-01T00:00:00Z");
  private static final Instant TO = Instant.parse("2040-01-01T00:00:00Z");

  private final HttpServer server;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<JsonNode> requests = new CopyOnWriteArrayList<>();
  private volatile boolean denied;
  private volatile boolean inPages;

  private CloudTrailServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts a server. */
  public static CloudTrailServer start() {
    try {
      return new CloudTrailServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The parameters of every request so far. */
  public List<JsonNode> requests() {
    return List.copyOf(requests);
  }

  /** From now on the first page is empty, and there is a second. */
  public void inPages() {
    inPages = true;
  }

  /** From now on nobody may ask. */
  public void deny() {
    denied = true;
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode request = JSON.readTree(exchange.getRequestBody().readAllBytes());
      String target = String.valueOf(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
      requests.add(request);
      if (denied) {
        answer(
            exchange,
            400,
            error(
                "AccessDeniedException",
                "User: arn:aws:iam::111122223333:user/a is not authorized to perform:"
                    + " cloudtrail:ListPublicKeys on resource: * because no identity-based policy"
                    + " allows the cloudtrail:ListPublicKeys action"));
      } else if (!target.endsWith(".ListPublicKeys")) {
        answer(exchange, 400, error("UnknownOperationException", target));
      } else {
        answer(exchange, 200, keys(request, inPages));
      }
    }
  }

  private static ObjectNode keys(JsonNode request, boolean inPages) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode list = answer.putArray("PublicKeyList");
    if (inPages && !request.has("NextToken")) {
      return answer.put("NextToken", "second");
    }
    Instant start = Instant.ofEpochSecond(request.path("StartTime").asLong());
    Instant end = Instant.ofEpochSecond(request.path("EndTime").asLong());
    if (start.isBefore(TO) && end.isAfter(FROM)) {
      list.addObject()
          .put("Value", Base64.getEncoder().encodeToString(TrailDigests.publicKey()))
          .put("ValidityStartTime", FROM.getEpochSecond())
          .put("ValidityEndTime", TO.getEpochSecond())
          .put("Fingerprint", TrailDigests.fingerprint());
    }
    return answer;
  }

  private static ObjectNode error(String type, String message) {
    return JSON.createObjectNode().put("__type", type).put("message", message);
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
