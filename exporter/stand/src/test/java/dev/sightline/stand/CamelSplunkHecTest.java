package dev.sightline.stand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Token;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.camel.CamelExecutionException;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Apache Camel's client against the receiver. */
class CamelSplunkHecTest {
  private HecReceiver receiver;
  private DefaultCamelContext camel;
  private ProducerTemplate template;

  @BeforeEach
  void start() {
    receiver =
        HecReceiver.start(
            Settings.of(
                Token.of(HecSender.TOKEN).withoutAcknowledgment().withIndexes("main", "aws")));
    camel = new DefaultCamelContext();
    camel.start();
    template = camel.createProducerTemplate();
  }

  @AfterEach
  void stop() throws IOException {
    camel.close();
    receiver.close();
  }

  private String collector(String options) {
    return "splunk-hec:127.0.0.1:%d?token=%s&https=false&skipTlsVerify=true&bodyOnly=true&%s"
        .formatted(receiver.endpoint().getPort(), HecSender.TOKEN, options);
  }

  @Test
  void an_event_of_camel_arrives_with_its_metadata() {
    template.sendBodyAndHeader(
        collector("index=aws&source=s&sourceType=t&host=h"),
        Map.of("text", "grün"),
        "CamelSplunkHECIndexTime",
        1_767_323_045L);
    assertEquals(
        List.of(
            new ReceivedEvent(
                Instant.parse("2026-01-02T03:04:05Z"),
                "h",
                "s",
                "t",
                "aws",
                Map.of(),
                "{\"text\":\"grün\"}",
                0,
                "token")),
        receiver.events());
  }

  @Test
  void camel_reads_a_refusal_as_a_failure() {
    CamelExecutionException refused =
        assertThrows(
            CamelExecutionException.class,
            () -> template.sendBody(collector("index=secret"), "text"));
    assertTrue(String.valueOf(refused.getCause()).contains("Incorrect index"), refused.toString());
    receiver.next(HecFault.answers(HecCode.INTERNAL_SERVER_ERROR));
    assertThrows(
        CamelExecutionException.class, () -> template.sendBody(collector("index=aws"), "text"));
    assertEquals(0, receiver.count());
  }
}
