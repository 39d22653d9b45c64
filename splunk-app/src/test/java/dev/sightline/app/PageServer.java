package dev.sightline.app;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * Hands out the browser's program and the pages' definitions, and answers their searches. For this
 * machine's browser alone.
 */
final class PageServer implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Map<String, String> TYPES =
      Map.of(
          "html", "text/html",
          "js", "text/javascript",
          "css", "text/css",
          "json", "application/json");

  private final HttpServer server;

  private PageServer(HttpServer server) {
    this.server = server;
  }

  /**
   * Starts it on a free port.
   *
   * @param program what the browser's build made
   * @param pages the folder of the pages' definitions
   */
  static PageServer start(Path program, Path pages, Organization organization) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext(
        "/", exchange -> file(exchange, program, exchange.getRequestURI().getPath()));
    server.createContext("/app/", exchange -> file(exchange, program, "/"));
    server.createContext(
        "/pages/",
        exchange -> file(exchange, pages, exchange.getRequestURI().getPath().substring(6)));
    server.createContext("/search", exchange -> search(exchange, organization));
    server.start();
    return new PageServer(server);
  }

  String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private static void search(HttpExchange exchange, Organization organization) throws IOException {
    JsonNode question = JSON.readTree(exchange.getRequestBody().readAllBytes());
    answer(
        exchange,
        "json",
        organization
            .answer(
                question.path("query").asText(),
                question.path("earliest").asText(null),
                question.path("latest").asText(null))
            .toString()
            .getBytes(StandardCharsets.UTF_8));
  }

  private static void file(HttpExchange exchange, Path folder, String path) throws IOException {
    Path file = folder.resolve((path.equals("/") ? "/index.html" : path).substring(1)).normalize();
    if (!file.startsWith(folder) || !Files.isRegularFile(file)) {
      exchange.sendResponseHeaders(404, -1);
      exchange.close();
      return;
    }
    String name = file.toString();
    answer(exchange, name.substring(name.lastIndexOf('.') + 1), Files.readAllBytes(file));
  }

  private static void answer(HttpExchange exchange, String ending, byte[] body) throws IOException {
    exchange
        .getResponseHeaders()
        .set("Content-Type", TYPES.getOrDefault(ending, "application/octet-stream"));
    exchange.sendResponseHeaders(200, body.length);
    try (OutputStream out = exchange.getResponseBody()) {
      out.write(body);
    }
  }
}
