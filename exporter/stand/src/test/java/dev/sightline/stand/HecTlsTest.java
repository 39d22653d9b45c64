package dev.sightline.stand;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Tls;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.cert.CertificateFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HecTlsTest {
  @TempDir private static Path directory;

  private static TlsIdentity server;
  private static TlsIdentity client;

  @BeforeAll
  static void identities() {
    server = TlsIdentity.create(directory, "server");
    client = TlsIdentity.create(directory, "client");
  }

  private static int health(URI endpoint, SSLContext context)
      throws IOException, InterruptedException {
    try (HttpClient http = HttpClient.newBuilder().sslContext(context).build()) {
      return http.send(
              HttpRequest.newBuilder(endpoint.resolve("/services/collector/health")).build(),
              HttpResponse.BodyHandlers.discarding())
          .statusCode();
    }
  }

  @Test
  void whoever_trusts_the_server_is_answered() throws Exception {
    try (HecReceiver receiver =
        HecReceiver.start(Settings.of("t").withTls(new Tls(server.trusting(), false)))) {
      assertEquals("https", receiver.endpoint().getScheme());
      assertEquals(200, health(receiver.endpoint(), client.trusting(server)));
      assertThrows(
          SSLHandshakeException.class, () -> health(receiver.endpoint(), client.trusting(client)));
    }
  }

  @Test
  void a_client_without_its_certificate_is_not_answered() throws Exception {
    try (HecReceiver receiver =
        HecReceiver.start(Settings.of("t").withTls(new Tls(server.trusting(client), true)))) {
      assertEquals(200, health(receiver.endpoint(), client.trusting(server)));
      assertThrows(
          IOException.class,
          () -> health(receiver.endpoint(), server.trusting(server)),
          "the server's own key is not one that it trusts");
    }
  }

  @Test
  void the_certificate_can_be_read_back_from_its_pem() throws Exception {
    String pem = server.pem();
    assertTrue(pem.startsWith("-----BEGIN CERTIFICATE-----\n"), pem);
    assertEquals(
        server.certificate(),
        CertificateFactory.getInstance("X.509")
            .generateCertificate(
                new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII))));
  }
}
