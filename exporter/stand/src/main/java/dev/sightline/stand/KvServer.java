package dev.sightline.stand;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * Splunk's management port as far as collections of the KV store go, on a free loopback port: sign
 * in, list collections, query, save in batches, delete by query; and searches, where a {@link
 * SearchHead} is there. It is written after Splunk's documentation and stricter than Splunk: a
 * field that is not declared, a value of another type, an operator that does not exist and a batch
 * over a limit are refused.
 */
public final class KvServer implements AutoCloseable {
  /** The token that is taken. */
  public static final String TOKEN = "stand-token";

  /** A token whose user may read and not write. */
  public static final String READER_TOKEN = "stand-reader-token";

  /** The only user and password that are taken. */
  public static final String USER = "inventory";

  public static final String PASSWORD = "stand-password";

  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String SESSION = "stand-session";
  private static final String INFO =
      """
      <feed xmlns="http://www.w3.org/2005/Atom" xmlns:s="http://dev.splunk.com/ns/rest">
        <title>server-info</title><id>info</id><updated>2026-01-01T00:00:00+00:00</updated>
        <entry><title>server-info</title><id>server-info</id>
          <updated>2026-01-01T00:00:00+00:00</updated>
          <content type="text/xml"><s:dict>
            <s:key name="version">9.4.0</s:key><s:key name="product_type">enterprise</s:key>
            <s:key name="instance_type">download</s:key>
          </s:dict></content></entry>
      </feed>
      """;

  private final HttpServer server;
  private final String scheme;
  private final String app;
  private final Map<String, KvCollection> collections = new TreeMap<>();
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Judge judge = (method, path) -> new Fate.Passes();
  private volatile String version = "0.1.0";
  private volatile @Nullable SearchHead head;

  /** Decides what becomes of a request. */
  @FunctionalInterface
  public interface Judge {
    /** {@code path} is without the query. */
    Fate fate(String method, String path);
  }

  /** What becomes of a request. */
  public sealed interface Fate {
    /** It is served. */
    record Passes() implements Fate {}

    /** It has no effect and is answered so. */
    record Answers(int status, String body) implements Fate {}

    /** It has no effect and no answer. */
    record Stalls(CountDownLatch reached) implements Fate {}

    /** It has its effect and no answer. */
    record StallsAnswer(CountDownLatch reached) implements Fate {}
  }

  private KvServer(String app, HttpServer server, String scheme) {
    this.app = app;
    this.server = server;
    this.scheme = scheme;
    server.setExecutor(handlers);
    server.createContext("/", this::handle);
    server.start();
  }

  /**
   * Starts a server with an app that has no collections.
   *
   * @param tls the server's certificate, or null for plain HTTP
   * @throws IllegalStateException if it could not start
   */
  public static KvServer start(String app, @Nullable TlsIdentity tls) {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    try {
      if (tls == null) {
        return new KvServer(app, HttpServer.create(any, 0), "http");
      }
      HttpsServer server = HttpsServer.create(any, 0);
      server.setHttpsConfigurator(new HttpsConfigurator(tls.trusting()));
      return new KvServer(app, server, "https");
    } catch (IOException e) {
      throw new IllegalStateException(
          "The KV store did not start on a loopback port: " + e.getMessage(), e);
    }
  }

  /**
   * Adds a collection to the app.
   *
   * @param fields each with its type: string, number, bool or time
   */
  public void collection(String name, Map<String, String> fields) {
    collections.put(name, new KvCollection(fields));
  }

  /** From now on searches are served too. */
  public void searches(SearchHead served) {
    head = served;
  }

  /** From now on the app says that it has this version. */
  public void version(String next) {
    version = next;
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create(scheme + "://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The documents of a collection by their keys, as they are now. */
  public Map<String, ObjectNode> documents(String collection) {
    KvCollection found = collections.get(collection);
    if (found == null) {
      throw new IllegalArgumentException("There is no collection " + collection);
    }
    return new ConcurrentSkipListMap<>(found.documents());
  }

  /** Puts a document there, as a person may by hand. */
  public void put(String collection, ObjectNode document) {
    KvCollection found = collections.get(collection);
    if (found == null) {
      throw new IllegalArgumentException("There is no collection " + collection);
    }
    found.documents().put(document.path("_key").asText(), document);
  }

  /** From now on this decides. */
  public void judge(Judge next) {
    judge = next;
  }

  /** From now on every request is served. */
  public void heal() {
    judge = (method, path) -> new Fate.Passes();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    handlers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      String method = exchange.getRequestMethod();
      String path = exchange.getRequestURI().getPath();
      byte[] body = exchange.getRequestBody().readAllBytes();
      switch (judge.fate(method, path)) {
        case Fate.Passes _ -> send(exchange, serve(exchange, method, path, body));
        case Fate.Answers(int status, String text) -> send(exchange, new Answer(status, text));
        case Fate.Stalls(CountDownLatch reached) -> {
          reached.countDown();
          closing.await();
        }
        case Fate.StallsAnswer(CountDownLatch reached) -> {
          serve(exchange, method, path, body);
          reached.countDown();
          closing.await();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** What is answered. */
  record Answer(int status, String body) {
    static Answer error(int status, String message) {
      return new Answer(
          status,
          "<?xml version=\"1.0\" encoding=\"UTF-8\"?><response><messages><msg type=\"ERROR\">"
              + message
              + "</msg></messages></response>");
    }
  }

  private static void send(HttpExchange exchange, Answer answer) throws IOException {
    byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
    exchange
        .getResponseHeaders()
        .set("Content-Type", answer.body().startsWith("<") ? "text/xml" : "application/json");
    exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
    if (bytes.length > 0) {
      exchange.getResponseBody().write(bytes);
    }
  }

  private Answer serve(HttpExchange exchange, String method, String path, byte[] body) {
    if (path.matches("/services/auth/login/?")) {
      return login(body);
    }
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    boolean reader = ("Bearer " + READER_TOKEN).equals(authorization);
    if (!reader
        && !("Bearer " + TOKEN).equals(authorization)
        && !("Splunk " + SESSION).equals(authorization)) {
      return Answer.error(401, "call not properly authenticated");
    }
    if (path.matches("/services/server/info/?")) {
      // The SDK asks after every login.
      return new Answer(200, INFO);
    }
    if (path.equals("/services/apps/local/" + app) && method.equals("GET")) {
      return about();
    }
    SearchHead searched = head;
    if (searched != null && SearchHead.serves(path)) {
      return searched.serve(
          method,
          path,
          parameters(exchange.getRequestURI().getRawQuery()),
          parameters(new String(body, StandardCharsets.UTF_8)));
    }
    String root = "/servicesNS/nobody/" + app + "/storage/collections/";
    if (!path.startsWith(root)) {
      return Answer.error(404, "Application does not exist: " + path);
    }
    Map<String, String> query = parameters(exchange.getRequestURI().getRawQuery());
    String rest = path.substring(root.length());
    if (rest.equals("config")) {
      return config();
    }
    if (!method.equals("GET") && reader) {
      return Answer.error(403, "User does not have write access to collection");
    }
    List<String> parts = List.of(rest.split("/", -1));
    KvCollection collection = parts.size() < 2 ? null : collections.get(parts.get(1));
    if (!parts.getFirst().equals("data") || collection == null) {
      return Answer.error(404, "Could not find object.");
    }
    try {
      return switch (method) {
        case "GET" -> new Answer(200, collection.find(query).toString());
        case "POST" -> save(parts, exchange, collection, body);
        case "DELETE" -> {
          if (!query.containsKey("query")) {
            yield Answer.error(400, "Nobody here empties a whole collection.");
          }
          collection.remove(query);
          yield new Answer(200, "");
        }
        default -> Answer.error(405, "Method not allowed");
      };
    } catch (IllegalArgumentException refused) {
      return Answer.error(400, String.valueOf(refused.getMessage()));
    }
  }

  private static Answer save(
      List<String> parts, HttpExchange exchange, KvCollection collection, byte[] body) {
    if (parts.size() != 3 || !parts.get(2).equals("batch_save")) {
      return Answer.error(404, "Only batch_save is served.");
    }
    if (!"application/json".equals(exchange.getRequestHeaders().getFirst("Content-Type"))) {
      return Answer.error(415, "Content-Type must be application/json");
    }
    if (body.length > KvCollection.MOST_BYTES) {
      return Answer.error(400, "The batch is larger than max_size_per_batch_save_mb.");
    }
    try {
      if (!(JSON.readTree(body) instanceof ArrayNode batch)) {
        return Answer.error(400, "JSON in the request is not an array.");
      }
      return new Answer(200, collection.save(batch).toString());
    } catch (IOException e) {
      return Answer.error(400, "JSON in the request is invalid.");
    }
  }

  private Answer about() {
    ObjectNode answer = JSON.createObjectNode();
    answer
        .putArray("entry")
        .addObject()
        .put("name", app)
        .putObject("content")
        .put("version", version);
    return new Answer(200, answer.toString());
  }

  private Answer config() {
    ObjectNode answer = JSON.createObjectNode();
    ArrayNode entries = answer.putArray("entry");
    collections.keySet().forEach(name -> entries.addObject().put("name", name));
    return new Answer(200, answer.toString());
  }

  private static Answer login(byte[] body) {
    Map<String, String> form = parameters(new String(body, StandardCharsets.UTF_8));
    boolean good = USER.equals(form.get("username")) && PASSWORD.equals(form.get("password"));
    if (good && "json".equals(form.get("output_mode"))) {
      return new Answer(200, "{\"sessionKey\":\"" + SESSION + "\"}");
    }
    return good
        ? new Answer(200, "<response><sessionKey>" + SESSION + "</sessionKey></response>")
        : Answer.error(401, "Login failed");
  }

  private static Map<String, String> parameters(@Nullable String query) {
    Map<String, String> parameters = new HashMap<>();
    for (String part : query == null ? List.<String>of() : List.of(query.split("&", -1))) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        parameters.put(
            part.substring(0, equals),
            URLDecoder.decode(part.substring(equals + 1), StandardCharsets.UTF_8));
      }
    }
    return parameters;
  }

  /** A query, or an empty one. */
  static JsonNode query(Map<String, String> parameters) {
    try {
      return JSON.readTree(parameters.getOrDefault("query", "{}"));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("The query is no JSON: " + e.getOriginalMessage(), e);
    }
  }
}
