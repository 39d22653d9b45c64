package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.command.Service;
import dev.sightline.configuration.ConfigurationException;
import dev.sightline.endtoend.HttpFront.Fate;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A gateway that confirms whatever it is asked for, between the exporter and Splunk. */
class UnnamedGatewayTest {

  private static Fate affirms(HttpFront.Request request) {
    return request.path().endsWith("/ack")
        ? new Fate.Answers(200, "{\"acks\":{\"0\":true,\"1\":true}}")
        : new Fate.Passes();
  }

  @Test
  void run_refuses_to_start_before_the_first_message_and_says_what_to_do() {
    try (Surroundings at = new Surroundings();
        HttpFront gateway = HttpFront.start(at.hec.endpoint(), UnnamedGatewayTest::affirms)) {
      at.putAndAnnounce("a.json.gz", Logs.gzip(Logs.records("a", 3)));
      Map<String, Object> url = Map.of("sightline.hec.url", gateway.endpoint().toString());
      ConfigurationException refused =
          assertThrows(ConfigurationException.class, () -> at.start(url).close());
      String said = String.valueOf(refused.getMessage());
      assertTrue(said.contains("SIGHTLINE_HEC_GATEWAY"), said);
      assertTrue(said.contains("Switch off its sending queue"), said);
      assertEquals(1, at.visibleMessages());
      assertEquals(0, at.hec.events().size());
    }
  }

  @Test
  void a_named_one_is_used_and_the_status_says_what_that_means() throws Exception {
    try (Surroundings at = new Surroundings();
        HttpFront gateway = HttpFront.start(at.hec.endpoint(), UnnamedGatewayTest::affirms)) {
      at.putAndAnnounce("a.json.gz", Logs.gzip(Logs.records("a", 3)));
      Map<String, Object> named =
          Map.of(
              "sightline.hec.url", gateway.endpoint().toString(),
              "sightline.hec.gateway", "cribl",
              "sightline.status.every", "1s");
      try (Service service = at.start(named)) {
        at.awaitEmptyQueue();
        Surroundings.await(
            "the status tells it",
            () ->
                at.hec.events().stream()
                    .anyMatch(event ->
                        event.event().contains("\"gateway\":\"cribl\",\"gateways_seen\":1")));
        assertEquals(1, service.exporter().destination().gatewaysSeen());
      }
      assertEquals(3, at.received().size());
    }
  }
}
