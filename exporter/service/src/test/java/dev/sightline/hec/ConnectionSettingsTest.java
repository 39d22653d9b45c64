package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.configuration.Secret;
import dev.sightline.stand.HecFault;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.HecReceiver.Settings;
import dev.sightline.stand.HecReceiver.Tls;
import dev.sightline.stand.HecReceiver.Token;
import dev.sightline.stand.ReceivedEvent;
import dev.sightline.stand.RequestKind;
import dev.sightline.stand.TlsIdentity;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** TLS, the token's file and compression. */
@Timeout(60)
class ConnectionSettingsTest {
  @TempDir private static Path directory;

  private static TlsIdentity server;
  private static TlsIdentity client;

  @BeforeAll
  static void identities() {
    server = TlsIdentity.create(directory, "server");
    client = TlsIdentity.create(directory, "client");
  }

  private static Path file(String name, String content) throws IOException {
    return Files.writeString(directory.resolve(name), content);
  }

  private static HecReceiver secured(TlsIdentity identity, boolean clientCertificate) {
    return HecReceiver.start(
        Settings.of(Setup.TOKEN).withTls(new Tls(identity.trusting(client), clientCertificate)));
  }

  private static String pemKey(TlsIdentity identity, String alias)
      throws IOException, GeneralSecurityException {
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(identity.keyStore())) {
      store.load(in, identity.password().toCharArray());
    }
    Key key = store.getKey(alias, identity.password().toCharArray());
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(key.getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static String heldReason(Destination destination) throws InterruptedException {
    DestinationTest.await(
        "it was probed", () -> !destination.status().getFirst().reason().contains("not probed"));
    assertFalse(destination.isUsable());
    return destination.status().getFirst().reason();
  }

  @Test
  void an_authority_of_ones_own_is_trusted() throws Exception {
    try (HecReceiver hec = secured(server, false)) {
      Setup setup = Setup.of(hec);
      setup.certificateAuthority = file("authority.pem", server.pem());
      try (Destination destination = setup.startUsable()) {
        Told told = Told.of("a", 3).deliver(destination);
        assertEquals(told.ids(), told.delivered);
        assertEquals(told.ids(), Told.idsAt(hec));
      }
    }
  }

  @Test
  void one_of_several_authorities_in_a_file_is_enough() throws Exception {
    try (HecReceiver hec = secured(server, false)) {
      Setup setup = Setup.of(hec);
      setup.certificateAuthority = file("authorities.pem", client.pem() + server.pem());
      try (Destination destination = setup.startUsable()) {
        assertTrue(destination.isUsable());
      }
    }
  }

  @Test
  void an_unknown_authority_is_refused_with_a_sentence() throws Exception {
    try (HecReceiver hec = secured(server, false)) {
      Setup other = Setup.of(hec);
      other.certificateAuthority = file("other.pem", client.pem());
      for (Setup setup : List.of(Setup.of(hec), other)) {
        try (Destination destination = setup.start()) {
          String reason = heldReason(destination);
          assertTrue(reason.startsWith("TLS with https://"), reason);
          assertTrue(reason.contains("SIGHTLINE_HEC_CERTIFICATE_AUTHORITY"), reason);
          assertTrue(destination.status().getFirst().misconfigured());
        }
      }
      assertEquals(0, hec.requests(RequestKind.EVENTS));
    }
  }

  @Test
  void it_is_known_when_the_certificates_expire() throws Exception {
    Instant serverEnd = ((X509Certificate) server.certificate()).getNotAfter().toInstant();
    Instant clientEnd = ((X509Certificate) client.certificate()).getNotAfter().toInstant();
    try (HecReceiver hec = secured(server, true)) {
      Setup setup = Setup.of(hec);
      setup.certificateAuthority = file("authority-3.pem", server.pem());
      setup.clientCertificate = file("client-3.pem", client.pem());
      setup.clientKey = file("client-key-3.pem", pemKey(client, "client"));
      try (Destination destination = setup.startUsable()) {
        assertEquals(serverEnd, destination.status().getFirst().certificateEnd());
        assertEquals(Optional.of(clientEnd), destination.clientCertificateEnd());
      }
    }
    try (HecReceiver hec = HecReceiver.start(Settings.of(Setup.TOKEN));
        Destination destination = Setup.of(hec).startUsable()) {
      assertNull(destination.status().getFirst().certificateEnd());
      assertEquals(Optional.empty(), destination.clientCertificateEnd());
    }
  }

  @Test
  void a_certificate_for_another_host_is_refused() throws Exception {
    Path keyStore = directory.resolve("elsewhere.p12");
    Process keytool =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString(),
                "-genkeypair",
                "-alias",
                "elsewhere",
                "-dname",
                "CN=splunk.example.com",
                "-keyalg",
                "EC",
                "-ext",
                "san=dns:splunk.example.com",
                "-ext",
                "bc:critical=ca:true",
                "-storetype",
                "PKCS12",
                "-keystore",
                keyStore.toString(),
                "-storepass",
                server.password())
            .inheritIO()
            .start();
    assertEquals(0, keytool.waitFor());
    KeyStore store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(keyStore)) {
      store.load(in, server.password().toCharArray());
    }
    TlsIdentity elsewhere =
        new TlsIdentity(keyStore, server.password(), store.getCertificate("elsewhere"));
    try (HecReceiver hec = secured(elsewhere, false)) {
      Setup setup = Setup.of(hec);
      setup.certificateAuthority = file("elsewhere.pem", elsewhere.pem());
      try (Destination destination = setup.start()) {
        String reason = heldReason(destination);
        assertTrue(reason.startsWith("TLS with https://127.0.0.1"), reason);
        assertTrue(reason.contains("host name"), reason);
        assertTrue(destination.status().getFirst().misconfigured());
      }
      assertEquals(0, hec.requests(RequestKind.EVENTS));
    }
  }

  @Test
  void a_client_certificate_is_shown_where_it_is_asked_for() throws Exception {
    try (HecReceiver hec = secured(server, true)) {
      Setup without = Setup.of(hec);
      without.certificateAuthority = file("authority-2.pem", server.pem());
      try (Destination destination = without.start()) {
        heldReason(destination);
      }
      Setup with = Setup.of(hec);
      with.certificateAuthority = without.certificateAuthority;
      with.clientCertificate = file("client.pem", client.pem());
      with.clientKey = file("client-key.pem", pemKey(client, "client"));
      try (Destination destination = with.startUsable()) {
        Told told = Told.of("a", 2).deliver(destination);
        assertEquals(told.ids(), told.delivered);
      }
    }
  }

  @Test
  void a_file_that_is_no_certificate_or_no_key_is_named() throws Exception {
    Setup authority = new Setup();
    authority.certificateAuthority = file("empty.pem", "");
    String said = assertThrows(IllegalArgumentException.class, authority::start).getMessage();
    assertTrue(String.valueOf(said).contains("empty.pem"), said);
    Setup key = new Setup();
    key.clientCertificate = file("client-2.pem", client.pem());
    key.clientKey = file("no-key.pem", "hello");
    said = assertThrows(IllegalArgumentException.class, key::start).getMessage();
    assertTrue(
        String.valueOf(said).contains("no-key.pem") && String.valueOf(said).contains("openssl"),
        said);
  }

  @Test
  void a_token_file_is_read_again_when_it_changes() throws Exception {
    Path file = file("token", "old-token\n");
    try (HecReceiver hec = HecReceiver.start(Settings.of(Token.of("new-token")))) {
      Setup setup = Setup.of(hec);
      setup.token = Secret.ofFile(file);
      try (Destination destination = setup.start()) {
        String reason = heldReason(destination);
        assertTrue(reason.contains("SIGHTLINE_HEC_TOKEN"), reason);
        Future<Told> delivery = Told.of("a", 2).deliverMeanwhile(destination);
        Files.writeString(file, "new-token\n");
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().plusSeconds(5)));
        assertEquals(Set.of("a-0", "a-1"), delivery.get().delivered);
      }
    }
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void every_compression_brings_the_same_bytes(Compression compression) throws Exception {
    try (HecReceiver hec = HecReceiver.start(Settings.of(Setup.TOKEN))) {
      Setup setup = Setup.of(hec);
      setup.compression = compression;
      try (Destination destination = setup.startUsable()) {
        Told told = new Told();
        List<String> texts =
            IntStream.range(0, 300)
                .mapToObj(i ->
                    "{\"n\":"
                        + i
                        + ", \"text\" : \"\\u00e4 ä 😀 \\\"quoted\\\" "
                        + "x".repeat(i)
                        + "\"}")
                .toList();
        for (int i = 0; i < texts.size(); i++) {
          told.event("a-" + i, texts.get(i));
        }
        told.deliver(destination);
        assertEquals(told.ids(), told.delivered);
        assertEquals(
            texts,
            hec.events().stream()
                .filter(event -> "type".equals(event.sourcetype()))
                .map(ReceivedEvent::event)
                .toList());
        String encoding =
            hec.requests().stream()
                .filter(request -> request.kind() == RequestKind.EVENTS)
                .toList()
                .getLast()
                .encoding();
        assertEquals(compression == Compression.OFF ? "" : "gzip", encoding);
      }
    }
  }

  @Test
  void an_endpoint_that_does_not_know_gzip_gets_plain_requests_from_then_on() throws Exception {
    try (HecReceiver hec = HecReceiver.start(Settings.of(Setup.TOKEN))) {
      Setup setup = Setup.of(hec);
      setup.compression = Compression.FAST;
      try (Destination destination = setup.startUsable()) {
        hec.next(HecFault.answersHtml(415, "Unsupported Media Type"));
        Told told = Told.of("a", 3).deliver(destination);
        assertEquals(told.ids(), told.delivered);
        assertEquals(Set.of(), Told.duplicates(hec));
        assertTrue(destination.isUsable());
        assertEquals(
            List.of("gzip", "gzip", ""),
            hec.requests().stream()
                .filter(request -> request.kind() == RequestKind.EVENTS)
                .filter(request -> request.channel() != null)
                .map(request -> request.encoding())
                .toList());
      }
    }
  }

  @Test
  void a_415_of_a_plain_request_is_a_setting() throws Exception {
    try (HecReceiver hec = HecReceiver.start(Settings.of(Setup.TOKEN))) {
      hec.always(HecFault.answersHtml(415, "Unsupported Media Type"));
      Setup setup = Setup.of(hec);
      setup.compression = Compression.SMALL;
      try (Destination destination = setup.start()) {
        DestinationTest.await("it is held", () -> destination.status().getFirst().misconfigured());
      }
    }
  }
}
