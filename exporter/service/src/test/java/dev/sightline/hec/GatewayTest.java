package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sightline.stand.HecAnswer;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.ReceivedRequest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class GatewayTest {

  /** How a receiver differs from Splunk. */
  enum Kind {
    /** As the OpenTelemetry Collector does: takes events without a channel, counts from 1. */
    TAKES_NO_CHANNEL,
    /** As Vector does: a channel is any text. */
    TAKES_ANY_CHANNEL,
    /** As Cribl documents it: whatever is asked for is true. */
    CONFIRMS_ANYTHING
  }

  @ParameterizedTest
  @EnumSource
  void a_gateway_that_nobody_named_gets_no_event_but_its_probe(Kind kind) throws Exception {
    try (Gateway gateway = new Gateway(kind);
        Destination destination = new Setup().add(gateway.address(), 1).start()) {
      DestinationTest.await("it is held", () -> destination.status().getFirst().misconfigured());
      String reason = destination.status().getFirst().reason();
      assertTrue(reason.contains("is a gateway"), reason);
      assertTrue(reason.contains("SIGHTLINE_HEC_GATEWAY"), reason);
      assertFalse(destination.awaitUsable(Duration.ofMillis(300)));
      assertEquals(1, destination.gatewaysSeen());
    }
  }

  @ParameterizedTest
  @EnumSource
  void it_is_seen_before_anything_is_sent_and_check_says_so(Kind kind) throws Exception {
    try (Gateway gateway = new Gateway(kind)) {
      Setup setup = new Setup().add(gateway.address(), 1);
      List<HecInspection.Result> bad =
          HecInspection.inspect(setup.configuration()).stream()
              .filter(result -> !result.good())
              .toList();
      assertEquals(List.of("gateway"), bad.stream().map(HecInspection.Result::what).toList());
      try (Destination destination = setup.start()) {
        assertTrue(destination.unnamedGateway(Duration.ofSeconds(20)).isPresent());
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_named_gateway_is_used_and_its_guarantee_is_said(Kind kind) throws Exception {
    try (Gateway gateway = new Gateway(kind)) {
      Setup setup = new Setup().add(gateway.address(), 1);
      setup.gateway = "collector";
      try (Destination destination = setup.startUsable()) {
        assertTrue(destination.means().contains("'collector' acknowledged"), destination.means());
        assertEquals(1, destination.gatewaysSeen());
      }
      assertTrue(
          HecInspection.inspect(setup.configuration()).stream()
              .allMatch(HecInspection.Result::good));
    }
  }

  @Test
  void where_nothing_is_called_indexed_a_gateway_is_as_good_as_any() throws Exception {
    try (Gateway gateway = new Gateway(Kind.TAKES_NO_CHANNEL)) {
      Setup setup = new Setup().add(gateway.address(), 1);
      setup.guarantee = Guarantee.ACCEPTED;
      try (Destination destination = setup.startUsable()) {
        assertEquals(0, destination.gatewaysSeen());
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void splunk_is_never_taken_for_a_gateway_and_no_question_is_a_failed_login_or_an_event(
      int indexers) throws Exception {
    try (HecReceiver hec = HecReceiver.start(Settings.of(Setup.TOKEN).withIndexers(indexers));
        Destination destination = Setup.of(hec).startUsable()) {
      assertEquals(List.of(), destination.unnamedGateway(Duration.ofSeconds(20)).stream().toList());
      assertEquals(0, destination.gatewaysSeen());
      assertTrue(
          hec.events().stream().noneMatch(event -> event.event().contains("without a channel")));
      assertTrue(
          hec.requests().stream().noneMatch(request -> isRefusedLogin(request)),
          hec.requests()::toString);
      // Asked once, and not again.
      long requests = hec.requests().size();
      destination.unnamedGateway(Duration.ofSeconds(20));
      assertEquals(requests, hec.requests().size());
    }
  }

  private static boolean isRefusedLogin(ReceivedRequest request) {
    HecAnswer answer = request.answer();
    return answer != null && (answer.status() == 401 || answer.status() == 403);
  }

  /** A receiver that speaks HEC and acknowledges by itself. */
  private static final class Gateway implements AutoCloseable {
    private static final Pattern NUMBER = Pattern.compile("\\d+");
    private static final Predicate<String> GUID =
        Pattern.compile("[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}").asMatchPredicate();

    private final Kind kind;
    private final HttpServer server;
    private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
    private final AtomicInteger taken = new AtomicInteger();

    Gateway(Kind kind) throws IOException {
      this.kind = kind;
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(handlers);
      server.createContext("/", this::handle);
      server.start();
    }

    URI address() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        String channel = exchange.getRequestHeaders().getFirst("X-Splunk-Request-Channel");
        String path = exchange.getRequestURI().getPath();
        if (path.endsWith("/health")) {
          answer(exchange, 200, "{\"text\":\"HEC is healthy\",\"code\":17}");
        } else if (channel == null && kind != Kind.TAKES_NO_CHANNEL) {
          answer(exchange, 400, "{\"text\":\"Data channel is missing\",\"code\":10}");
        } else if (channel != null && !GUID.test(channel) && kind != Kind.TAKES_ANY_CHANNEL) {
          answer(exchange, 400, "{\"text\":\"Invalid data channel\",\"code\":11}");
        } else if (path.endsWith("/ack")) {
          answer(exchange, 200, acks(body));
        } else {
          taken.incrementAndGet();
          String ackId = channel == null ? "" : ",\"ackId\":" + first();
          answer(exchange, 200, "{\"text\":\"Success\",\"code\":0" + ackId + "}");
        }
      }
    }

    /** The id of a channel's first request: what is true later is what was taken. */
    private int first() {
      return kind == Kind.TAKES_NO_CHANNEL ? 1 : 0;
    }

    private String acks(String body) {
      Matcher number = NUMBER.matcher(body);
      StringBuilder acks = new StringBuilder();
      while (number.find()) {
        boolean known = Integer.parseInt(number.group()) == first() && taken.get() > 0;
        acks.append(acks.isEmpty() ? "" : ",")
            .append('"')
            .append(number.group())
            .append("\":")
            .append(kind == Kind.CONFIRMS_ANYTHING || known);
      }
      return "{\"acks\":{" + acks + "}}";
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
      server.stop(0);
      handlers.shutdownNow();
      handlers.close();
    }
  }
}
