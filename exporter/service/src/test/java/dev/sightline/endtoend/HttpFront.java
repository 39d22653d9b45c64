package dev.sightline.endtoend;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/**
 * Stands before an HTTP server on a free loopback port: sees every request before the server does,
 * and decides what becomes of it. So a test knows, from outside, where a journey is.
 */
final class HttpFront implements AutoCloseable {
  private static final Set<String> NOT_PASSED =
      Set.of("connection", "content-length", "expect", "host", "transfer-encoding", "upgrade");

  private final URI upstream;
  private final HttpServer server;
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch closing = new CountDownLatch(1);
  private volatile Function<Request, Fate> judge;

  /**
   * A request that came.
   *
   * @param path as it was sent, without the query
   * @param query what stands behind the path; {@code null} as a text where nothing does
   * @param operation what AWS's JSON protocol names, such as {@code AmazonSQS.DeleteMessage}; empty
   *     in any other
   * @param authorization the header by which it is signed
   */
  record Request(
      String method,
      String path,
      String query,
      String operation,
      String authorization,
      byte[] body) {
    boolean asksSqsTo(String action) {
      return operation.equals("AmazonSQS." + action);
    }
  }

  /** What becomes of a request. */
  sealed interface Fate {

    /** The server gets it, the client gets the server's answer. */
    record Passes() implements Fate {}

    /** The server never sees it. */
    record Answers(int status, String body) implements Fate {}

    /** The server never sees it and the client gets no answer. */
    record Stalls(CountDownLatch reached) implements Fate {}

    /** The server gets it and answers, the client gets no answer. */
    record StallsAnswer(CountDownLatch reached) implements Fate {}

    /** The client gets half of the answer's body, and no more. */
    record StallsInAnswer(CountDownLatch reached) implements Fate {}

    /** The client gets half of the answer's body, then the connection is closed. */
    record CutsAnswer() implements Fate {}
  }

  private HttpFront(URI upstream, Function<Request, Fate> judge) throws IOException {
    this.upstream = upstream;
    this.judge = judge;
    this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext("/", this::handle);
    server.start();
  }

  static HttpFront start(URI upstream, Function<Request, Fate> judge) {
    try {
      return new HttpFront(upstream, judge);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** From now on this decides. */
  void judge(Function<Request, Fate> next) {
    judge = next;
  }

  /** From now on every request passes. */
  void passEverything() {
    judge = request -> new Fate.Passes();
  }

  @Override
  public void close() {
    closing.countDown();
    server.stop(0);
    handlers.shutdownNow();
    handlers.close();
    client.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      byte[] body = exchange.getRequestBody().readAllBytes();
      String operation = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      Request request =
          new Request(
              exchange.getRequestMethod(),
              exchange.getRequestURI().getRawPath(),
              String.valueOf(exchange.getRequestURI().getRawQuery()),
              operation == null ? "" : operation,
              String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")),
              body);
      switch (judge.apply(request)) {
        case Fate.Passes _ -> answer(exchange, forward(exchange, body), false);
        case Fate.Answers(int status, String text) -> {
          byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
          exchange.getResponseBody().write(bytes);
        }
        case Fate.Stalls(CountDownLatch reached) -> {
          reached.countDown();
          closing.await();
        }
        case Fate.StallsAnswer(CountDownLatch reached) -> {
          forward(exchange, body);
          reached.countDown();
          closing.await();
        }
        case Fate.StallsInAnswer(CountDownLatch reached) -> {
          answer(exchange, forward(exchange, body), true);
          reached.countDown();
          closing.await();
        }
        case Fate.CutsAnswer _ -> answer(exchange, forward(exchange, body), true);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private HttpResponse<byte[]> forward(HttpExchange exchange, byte[] body)
      throws IOException, InterruptedException {
    URI asked = exchange.getRequestURI();
    String query = asked.getRawQuery() == null ? "" : "?" + asked.getRawQuery();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(upstream + asked.getRawPath() + query))
            .method(
                exchange.getRequestMethod(),
                body.length == 0
                    ? HttpRequest.BodyPublishers.noBody()
                    : HttpRequest.BodyPublishers.ofByteArray(body));
    for (Map.Entry<String, List<String>> header : exchange.getRequestHeaders().entrySet()) {
      if (!NOT_PASSED.contains(header.getKey().toLowerCase(Locale.ROOT))) {
        header.getValue().forEach(value -> request.header(header.getKey(), value));
      }
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
  }

  private static void answer(HttpExchange exchange, HttpResponse<byte[]> answer, boolean half)
      throws IOException {
    answer
        .headers()
        .map()
        .forEach((name, values) -> {
          if (!NOT_PASSED.contains(name.toLowerCase(Locale.ROOT)) && !name.startsWith(":")) {
            values.forEach(value -> exchange.getResponseHeaders().add(name, value));
          }
        });
    byte[] body = answer.body();
    exchange.sendResponseHeaders(answer.statusCode(), body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body, 0, half ? body.length / 2 : body.length);
    exchange.getResponseBody().flush();
  }
}
