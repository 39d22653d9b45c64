package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.sightline.configuration.Secret;
import dev.sightline.configuration.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Against a server that answers the one REST call as Splunk documents it. */
class IndexLookupTest {
  private static final String TOKEN = "management-token";
  private HttpServer splunk = newServer();

  private static HttpServer newServer() {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @BeforeEach
  void start() {
    splunk.createContext(
        "/services/data/indexes/",
        exchange -> {
          String path = exchange.getRequestURI().getPath();
          boolean known =
              ("Bearer " + TOKEN).equals(exchange.getRequestHeaders().getFirst("Authorization"));
          int status = !known ? 401 : path.endsWith("/gone") ? 404 : 200;
          boolean disabled = path.endsWith("/off");
          byte[] body =
              ("{\"entry\":[{\"content\":{\"disabled\":" + disabled + "}}]}")
                  .getBytes(StandardCharsets.UTF_8);
          exchange.sendResponseHeaders(status, body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    splunk.start();
  }

  @AfterEach
  void stop() {
    splunk.stop(0);
  }

  @Test
  void an_index_that_is_there_exists() throws InterruptedException {
    assertInstanceOf(IndexLookup.State.Exists.class, look("aws", TOKEN));
  }

  @Test
  void an_index_that_is_not_there_or_is_disabled_is_missing() throws InterruptedException {
    IndexLookup.State.Missing gone =
        assertInstanceOf(IndexLookup.State.Missing.class, look("gone", TOKEN));
    assertTrue(gone.reason().contains("'gone'"), gone.reason());
    assertInstanceOf(IndexLookup.State.Missing.class, look("off", TOKEN));
  }

  @Test
  void a_refused_token_leaves_it_unknown_and_is_not_repeated() throws InterruptedException {
    IndexLookup.State.Unknown unknown =
        assertInstanceOf(IndexLookup.State.Unknown.class, look("aws", "another-token"));
    assertTrue(unknown.reason().contains("SIGHTLINE_SPLUNK_TOKEN"), unknown.reason());
    assertFalse(unknown.reason().contains("another-token"), unknown.reason());
  }

  @Test
  void a_management_port_that_is_closed_leaves_it_unknown() throws InterruptedException {
    splunk.stop(0);
    assertInstanceOf(IndexLookup.State.Unknown.class, look("aws", TOKEN));
    splunk = newServer();
  }

  @Test
  void the_management_port_is_optional_and_needs_a_token() {
    assertEquals(Optional.empty(), ManagementConfiguration.read(settings(Map.of())));
    Settings half = settings(Map.of("sightline.splunk.url", "https://splunk:8089"));
    assertEquals(Optional.empty(), ManagementConfiguration.read(half));
    assertEquals("sightline.splunk.token", half.problems().getFirst().name());
    ManagementConfiguration whole =
        ManagementConfiguration.read(
                settings(
                    Map.of(
                        "sightline.splunk.url", "https://splunk:8089",
                        "sightline.splunk.token", "abc")))
            .orElseThrow();
    assertEquals(URI.create("https://splunk:8089"), whole.address());
    assertEquals("abc", whole.token().value());
  }

  private IndexLookup.State look(String index, String token) throws InterruptedException {
    URI address = URI.create("http://127.0.0.1:" + splunk.getAddress().getPort());
    return IndexLookup.look(
        new ManagementConfiguration(address, Secret.of(token)),
        new Setup().add(address, 1).configuration(),
        index);
  }

  private static Settings settings(Map<String, String> values) {
    return new Settings(name -> Optional.ofNullable(values.get(name)));
  }
}
