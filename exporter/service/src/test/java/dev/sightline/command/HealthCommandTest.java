package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class HealthCommandTest {
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server = server();

  private static HttpServer server() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @BeforeEach
  void it_lives_and_is_not_ready() {
    server.createContext(
        "/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          asked.add(path);
          exchange.sendResponseHeaders(path.endsWith("liveness") ? 200 : 503, -1);
          exchange.close();
        });
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private CommandRun run(String... arguments) {
    Map<String, String> environment =
        Map.of(
            "SIGHTLINE_HTTP_HOST",
            "0.0.0.0",
            "SIGHTLINE_HTTP_PORT",
            Integer.toString(server.getAddress().getPort()));
    return CommandRun.of(new CommandLine(new HealthCommand(environment)), List.of(arguments));
  }

  @Test
  void it_asks_for_life_and_with_a_flag_for_readiness() {
    CommandRun lives = run();
    assertEquals(0, lives.code(), lives.err());
    assertEquals("UP\n", lives.out());
    CommandRun ready = run("--ready");
    assertEquals(1, ready.code());
    assertTrue(ready.err().contains("/health/readiness answers 503"), ready.err());
    assertEquals(List.of("/health/liveness", "/health/readiness"), asked);
  }

  @Test
  void no_answer_is_told_with_the_address_and_the_setting() {
    server.stop(0);
    CommandRun run = run();
    assertEquals(1, run.code());
    assertTrue(run.err().startsWith("No service answers at http://127.0.0.1:"), run.err());
    assertTrue(run.err().contains("SIGHTLINE_HTTP_PORT"), run.err());
  }
}
