package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What the port of health and metrics tells to whom: it asks for no password. */
class HealthTest {
  private final Surroundings around = new Surroundings();

  @AfterEach
  void stop() {
    around.close();
  }

  @Test
  void without_a_setting_it_listens_on_the_loopback_address_alone() throws IOException {
    Map<String, Object> properties = new HashMap<>(around.properties());
    properties.remove("micronaut.server.host");
    try (Service service = Service.start(properties)) {
      assertTrue(
          InetAddress.getByName(service.address().getHost()).isLoopbackAddress(),
          service.address().toString());
    }
  }

  @Test
  void a_stranger_is_told_whether_all_is_well_and_nothing_else() throws Exception {
    try (Service service = around.start()) {
      Surroundings.await("it is ready", () -> page(service, "/health/readiness") == 200);
      String health = body(service, "/health");
      assertTrue(health.contains("\"UP\""), health);
      for (String telling : new String[] {"guarantee", "http", "endpoints", "messages"}) {
        assertFalse(health.contains(telling), health);
      }
    }
  }

  @Test
  void a_setting_lets_it_tell_endpoints_and_reasons() throws Exception {
    try (Service service = around.start(Map.of("sightline.http.details", "true"))) {
      Surroundings.await("it is ready", () -> page(service, "/health/readiness") == 200);
      String health = body(service, "/health");
      assertTrue(health.contains(around.hec.endpoint().toString()), health);
      assertTrue(health.contains("takes events"), health);
      assertEquals(200, page(service, "/health/liveness"));
    }
  }

  private static int page(Service service, String path) {
    try {
      return get(service, path).statusCode();
    } catch (IOException e) {
      return -1;
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static String body(Service service, String path)
      throws IOException, InterruptedException {
    return get(service, path).body();
  }

  private static HttpResponse<String> get(Service service, String path)
      throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(service.address() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
