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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The REST calls of GuardDuty that are asked here, as AWS documents them, on a free loopback port:
 * no emulator of GuardDuty was found. It pages, throttles and denies where it is told to. The
 * region is taken from the signature of each request, which is not checked.
 */
public final class GuardDutyServer implements AutoCloseable {
  /** Of a detector; some are younger than the SDK. */
  private static final Map<String, String> FEATURES =
      new TreeMap<>(
          Map.of(
              "S3_DATA_EVENTS", "ENABLED",
              "RUNTIME_MONITORING", "ENABLED",
              "RDS_LOGIN_EVENTS", "DISABLED",
              "AI_PROTECTION", "ENABLED",
              "AI_ANALYST", "DISABLED"));

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern SCOPE = Pattern.compile("Credential=[^/]+/\\d{8}/([a-z0-9-]+)/");

  private final HttpServer server;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Detector> detectors = new ConcurrentHashMap<>();
  private final Map<String, String> refused = new ConcurrentHashMap<>();
  private final AtomicInteger throttled = new AtomicInteger();
  private final List<String> requests = new CopyOnWriteArrayList<>();
  private volatile int page = 50;

  /** One region's detector. */
  private record Detector(
      String id, String account, boolean on, List<JsonNode> findings, List<ObjectNode> members) {}

  private GuardDutyServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts a server in which no region has a detector. */
  public static GuardDutyServer start() {
    try {
      return new GuardDutyServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** A region has a detector from now on. */
  public void detector(String region, String id, String account, boolean on) {
    detectors.put(
        region,
        new Detector(id, account, on, new CopyOnWriteArrayList<>(), new CopyOnWriteArrayList<>()));
  }

  /**
   * A region's detector has one more finding, as GuardDuty writes it; or a newer update of one, in
   * the place of the older.
   */
  public void finding(String region, String json) {
    try {
      JsonNode finding = JSON.readTree(json);
      of(region).findings().removeIf(other -> other.path("id").equals(finding.path("id")));
      of(region).findings().add(finding);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A region's detector administers one more account. */
  public void member(String region, String account, String relationship) {
    of(region)
        .members()
        .add(
            JSON.createObjectNode()
                .put("accountId", account)
                .put("masterId", of(region).account())
                .put("email", "a@example.com")
                .put("updatedAt", "2026-01-01T00:00:00Z")
                .put("relationshipStatus", relationship));
  }

  /** A region answers every request with this error, such as {@code AccessDeniedException}. */
  public void refuse(String region, String error) {
    refused.put(region, error);
  }

  /** The next requests are answered with "too many". */
  public void throttle(int times) {
    throttled.set(times);
  }

  /** How many things an answer holds at most. */
  public void page(int size) {
    page = size;
  }

  /** Every request so far: region, method and path. */
  public List<String> requests() {
    return List.copyOf(requests);
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }

  private Detector of(String region) {
    Detector detector = detectors.get(region);
    if (detector == null) {
      throw new IllegalArgumentException("There is no detector in " + region + ".");
    }
    return detector;
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String authorization = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
      Matcher scope = SCOPE.matcher(authorization);
      String region = scope.find() ? scope.group(1) : "";
      String path = exchange.getRequestURI().getPath();
      requests.add(region + " " + exchange.getRequestMethod() + " " + path);
      String error = refused.get(region);
      if (throttled.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
        answer(exchange, 429, "TooManyRequestsException", message("Rate exceeded"));
      } else if (error != null) {
        answer(exchange, 403, error, message("You are not authorized"));
      } else {
        JsonNode request = body.length == 0 ? JSON.createObjectNode() : JSON.readTree(body);
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        JsonNode answer = answer(region, path, request, query);
        if (answer == null) {
          answer(exchange, 400, "BadRequestException", message("The request is rejected"));
        } else {
          answer(exchange, 200, null, answer);
        }
      }
    }
  }

  private @Nullable JsonNode answer(String region, String path, JsonNode request, String query) {
    Detector detector = detectors.get(region);
    if (path.equals("/detector")) {
      ObjectNode answer = JSON.createObjectNode();
      ArrayNode ids = answer.putArray("detectorIds");
      if (detector != null) {
        ids.add(detector.id());
      }
      return answer;
    }
    if (detector == null || !path.startsWith("/detector/" + detector.id())) {
      return null;
    }
    return switch (path.substring(("/detector/" + detector.id()).length())) {
      case "" -> description(detector);
      case "/findings" -> findingIds(detector, request);
      case "/findings/get" -> findings(detector, request);
      case "/member" -> members(detector, query);
      case "/member/detector/get" -> memberFeatures(request);
      default -> null;
    };
  }

  private static ObjectNode description(Detector detector) {
    ObjectNode answer = JSON.createObjectNode();
    answer
        .put("createdAt", "2026-01-01T00:00:00Z")
        .put(
            "serviceRole",
            "arn:aws:iam::" + detector.account() + ":role/aws-service-role/guardduty/x")
        .put("status", detector.on() ? "ENABLED" : "DISABLED");
    ArrayNode features = answer.putArray("features");
    FEATURES.forEach(
        (name, status) -> features.addObject().put("name", name).put("status", status));
    return answer;
  }

  private static ObjectNode feature(String name, String status) {
    return JSON.createObjectNode().put("name", name).put("status", status);
  }

  private ObjectNode findingIds(Detector detector, JsonNode request) {
    JsonNode updated = request.at("/findingCriteria/criterion/updatedAt");
    long from = updated.path("greaterThanOrEqual").asLong(Long.MIN_VALUE);
    long until = updated.path("lessThanOrEqual").asLong(Long.MAX_VALUE);
    List<String> ids = new ArrayList<>();
    detector.findings().stream()
        .filter(finding -> millis(finding) >= from && millis(finding) <= until)
        .sorted(Comparator.comparingLong(GuardDutyServer::millis))
        .forEach(finding -> ids.add(finding.path("id").asText()));
    int size = Math.min(page, request.path("maxResults").asInt(50));
    int start = request.path("nextToken").asInt(0);
    int end = Math.min(ids.size(), start + size);
    ObjectNode answer = JSON.createObjectNode();
    ids.subList(start, end).forEach(answer.putArray("findingIds")::add);
    return answer.put("nextToken", end < ids.size() ? Integer.toString(end) : "");
  }

  private static @Nullable JsonNode findings(Detector detector, JsonNode request) {
    JsonNode ids = request.path("findingIds");
    if (ids.size() > 50) {
      return null;
    }
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode findings = answer.putArray("findings");
    for (JsonNode id : ids) {
      detector.findings().stream()
          .filter(finding -> finding.path("id").equals(id))
          .forEach(findings::add);
    }
    return answer;
  }

  private ObjectNode members(Detector detector, String query) {
    Matcher token = Pattern.compile("nextToken=(\\d+)").matcher(query);
    int start = token.find() ? Integer.parseInt(token.group(1)) : 0;
    int end = Math.min(detector.members().size(), start + page);
    ObjectNode answer = JSON.createObjectNode();
    detector.members().subList(start, end).forEach(answer.putArray("members")::add);
    if (end < detector.members().size()) {
      answer.put("nextToken", Integer.toString(end));
    }
    return answer;
  }

  private static ObjectNode memberFeatures(JsonNode request) {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode members = answer.putArray("members");
    for (JsonNode account : request.path("accountIds")) {
      members
          .addObject()
          .put("accountId", account.asText())
          .putArray("features")
          .add(feature("EKS_AUDIT_LOGS", "DISABLED"))
          .add(feature("AI_PROTECTION", "ENABLED"));
    }
    answer.putArray("unprocessedAccounts");
    return answer;
  }

  private static long millis(JsonNode finding) {
    return Instant.parse(finding.path("updatedAt").asText()).toEpochMilli();
  }

  private static ObjectNode message(String text) {
    return JSON.createObjectNode().put("message", text);
  }

  private static void answer(
      HttpExchange exchange, int status, @Nullable String error, JsonNode body) throws IOException {
    byte[] bytes = body.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    if (error != null) {
      exchange.getResponseHeaders().set("x-amzn-ErrorType", error);
    }
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
