package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.TlsIdentity;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.ConnectHandler;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** An HTTP proxy between the exporter and Splunk: Jetty's, as forwarder and as tunnel. */
@Timeout(60)
class ProxyTest {
  @TempDir private Path directory;

  /** What the proxy was asked for, as {@code METHOD target}. */
  private final Queue<String> asked = new ConcurrentLinkedQueue<>();

  private final Server proxy = new Server();
  private URI address = URI.create("http://127.0.0.1");

  @BeforeEach
  void startProxy() throws Exception {
    ServerConnector connector = new ServerConnector(proxy);
    connector.setHost("127.0.0.1");
    proxy.addConnector(connector);
    ConnectHandler tunnel = new ConnectHandler(new ProxyHandler.Forward());
    proxy.setHandler(
        new Handler.Wrapper(tunnel) {
          @Override
          public boolean handle(Request request, Response response, Callback callback)
              throws Exception {
            asked.add(request.getMethod() + " " + request.getHttpURI());
            return super.handle(request, response, callback);
          }
        });
    proxy.start();
    address = URI.create("http://127.0.0.1:" + connector.getLocalPort());
  }

  @AfterEach
  void stopProxy() throws Exception {
    proxy.stop();
  }

  @Test
  void events_and_acks_go_through_the_proxy() throws Exception {
    try (HecReceiver hec = HecReceiver.start(HecReceiver.Settings.of(Setup.TOKEN))) {
      Setup setup = Setup.of(hec);
      setup.proxy = address;
      try (Destination destination = setup.startUsable()) {
        Told told = Told.of("a", 3).deliver(destination);
        assertEquals(told.ids(), told.delivered);
      }
      assertTrue(asked.stream().anyMatch(line -> line.endsWith("/services/collector/event")));
      assertTrue(asked.stream().anyMatch(line -> line.contains("/services/collector/ack")));
    }
  }

  @Test
  void tls_goes_through_the_proxy_as_a_tunnel_and_is_verified_at_its_other_end() throws Exception {
    TlsIdentity server = TlsIdentity.create(directory, "server");
    HecReceiver.Settings secured =
        HecReceiver.Settings.of(Setup.TOKEN)
            .withTls(new HecReceiver.Tls(server.trusting(server), false));
    try (HecReceiver hec = HecReceiver.start(secured)) {
      Setup setup = Setup.of(hec);
      setup.proxy = address;
      try (Destination stranger = setup.start()) {
        DestinationTest.await(
            "the certificate is refused",
            () -> stranger.status().getFirst().reason().startsWith("TLS with https://"));
        assertFalse(stranger.isUsable());
      }
      setup.certificateAuthority =
          Files.writeString(directory.resolve("authority.pem"), server.pem());
      try (Destination destination = setup.startUsable()) {
        Told told = Told.of("a", 3).deliver(destination);
        assertEquals(told.ids(), told.delivered);
        assertEquals(told.ids(), Told.idsAt(hec));
      }
      assertTrue(asked.stream().allMatch(line -> line.startsWith("CONNECT ")), asked.toString());
    }
  }

  @Test
  void a_proxy_that_is_gone_is_an_outage_and_loses_nothing() throws Exception {
    try (HecReceiver hec = HecReceiver.start(HecReceiver.Settings.of(Setup.TOKEN))) {
      Setup setup = Setup.of(hec);
      setup.proxy = address;
      try (Destination destination = setup.startUsable()) {
        int port = address.getPort();
        proxy.stop();
        var delivery = Told.of("a", 3).deliverMeanwhile(destination);
        DestinationTest.await("it is held", () -> !destination.isUsable());
        assertFalse(delivery.isDone());
        ((ServerConnector) proxy.getConnectors()[0]).setPort(port);
        proxy.start();
        assertEquals(3, delivery.get().delivered.size());
      }
    }
  }
}
