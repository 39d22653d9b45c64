package dev.sightline.stand;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.stand.NetworkFault.Direction;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

class FaultProxyTest {
  private static final byte[] TEN = "0123456789".getBytes(StandardCharsets.US_ASCII);
  private static final int LIMIT_MILLIS = 30_000;

  private EchoServer server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    server = new EchoServer();
    proxy = FaultProxy.start(server.endpoint());
  }

  @AfterEach
  void stop() throws IOException {
    proxy.close();
    server.close();
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), proxy.endpoint().getPort());
    socket.setSoTimeout(LIMIT_MILLIS);
    return socket;
  }

  private static byte[] echoed(Socket socket, byte[] sent) throws IOException {
    socket.getOutputStream().write(sent);
    return socket.getInputStream().readNBytes(sent.length);
  }

  private EchoServer.Ending ending() throws InterruptedException {
    EchoServer.Ending ending = server.endings().poll(LIMIT_MILLIS, TimeUnit.MILLISECONDS);
    return ending == null ? new EchoServer.Ending(-1, false) : ending;
  }

  @Test
  void without_a_fault_bytes_and_both_ends_pass() throws Exception {
    byte[] large = new byte[1_000_000];
    new Random(7).nextBytes(large);
    try (Socket socket = connect()) {
      Thread sending =
          Thread.startVirtualThread(() -> {
            try {
              socket.getOutputStream().write(large);
              socket.shutdownOutput();
            } catch (IOException failure) {
              throw new IllegalStateException(failure);
            }
          });
      assertArrayEquals(large, socket.getInputStream().readAllBytes());
      sending.join();
    }
    assertEquals(new EchoServer.Ending(1_000_000, true), ending());
    assertEquals(1, proxy.connections());
    assertEquals("tcp", proxy.endpoint().getScheme());
  }

  @Test
  void delayed_and_throttled_bytes_arrive_whole() throws Exception {
    try (Socket socket = connect()) {
      proxy.set(new NetworkFault.Delay(Duration.ofMillis(20)));
      assertArrayEquals(TEN, echoed(socket, TEN));
      proxy.set(new NetworkFault.Throttle(400));
      assertArrayEquals(TEN, echoed(socket, TEN));
    }
    assertEquals(new EchoServer.Ending(20, true), ending());
  }

  @Test
  void a_reset_on_the_way_there_lets_the_first_bytes_through() throws Exception {
    proxy.set(new NetworkFault.Reset(Direction.TO_SERVER, 4));
    try (Socket socket = connect()) {
      socket.getOutputStream().write(TEN);
      assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(10));
    }
    assertFalse(ending().orderly());
  }

  @Test
  void a_reset_counts_from_when_it_was_set() throws Exception {
    try (Socket socket = connect()) {
      assertArrayEquals(TEN, echoed(socket, TEN));
      proxy.set(new NetworkFault.Reset(Direction.TO_SERVER, 10));
      assertArrayEquals(TEN, echoed(socket, TEN));
      socket.getOutputStream().write(TEN);
      assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(10));
    }
  }

  @Test
  void a_reset_on_the_way_back_comes_after_the_server_had_everything() throws Exception {
    proxy.set(new NetworkFault.Reset(Direction.TO_CLIENT, 0));
    try (Socket socket = connect()) {
      socket.getOutputStream().write(TEN);
      assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(10));
    }
    assertEquals(new EchoServer.Ending(10, false), ending());
  }

  @Test
  void a_cut_is_an_orderly_end_after_so_many_bytes() throws Exception {
    proxy.set(new NetworkFault.Cut(Direction.TO_CLIENT, 4));
    try (Socket socket = connect()) {
      assertArrayEquals(Arrays.copyOf(TEN, 4), echoed(socket, TEN));
    }
    assertEquals(new EchoServer.Ending(10, true), ending());

    proxy.set(new NetworkFault.Cut(Direction.TO_SERVER, 3));
    try (Socket socket = connect()) {
      socket.getOutputStream().write(TEN);
      // The echo of the three may be back before the cut: only the end is certain.
      assertTrue(socket.getInputStream().readAllBytes().length <= 3);
    }
    assertEquals(new EchoServer.Ending(3, true), ending());
  }

  @Test
  void a_black_hole_holds_bytes_back_until_it_is_healed() throws Exception {
    try (Socket open = connect()) {
      assertArrayEquals(TEN, echoed(open, TEN));
      proxy.set(new NetworkFault.BlackHole());
      try (Socket later = connect()) {
        open.getOutputStream().write(TEN);
        later.getOutputStream().write(TEN);
        open.setSoTimeout(50);
        assertThrows(SocketTimeoutException.class, () -> open.getInputStream().read());
        open.setSoTimeout(LIMIT_MILLIS);

        proxy.heal();
        assertArrayEquals(TEN, open.getInputStream().readNBytes(10));
        assertArrayEquals(TEN, later.getInputStream().readNBytes(10));
      }
    }
  }

  @Test
  void a_refusing_proxy_resets_what_is_open_and_comes_back_on_the_same_port() throws Exception {
    try (Socket open = connect()) {
      assertArrayEquals(TEN, echoed(open, TEN));
      proxy.set(new NetworkFault.Refuse());
      assertThrows(SocketException.class, () -> open.getInputStream().readNBytes(1));
    }
    assertThrows(ConnectException.class, () -> connect().close());

    proxy.heal();
    try (Socket socket = connect()) {
      assertArrayEquals(TEN, echoed(socket, TEN));
    }
  }

  @Test
  void an_idle_connection_is_closed() throws Exception {
    try (Socket socket = connect()) {
      assertArrayEquals(TEN, echoed(socket, TEN));
      proxy.set(new NetworkFault.CutsIdle(Duration.ofMillis(40)));
      assertEquals(-1, socket.getInputStream().read());
    }
    try (Socket socket = connect()) {
      assertArrayEquals(TEN, echoed(socket, TEN));
    }
  }

  @Test
  void a_connection_may_be_reset_only_when_it_is_used_again() throws Exception {
    proxy.set(new NetworkFault.ResetsOnReuse());
    try (Socket socket = connect()) {
      assertArrayEquals(TEN, echoed(socket, TEN));
      socket.getOutputStream().write(TEN);
      assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(10));
    }
    assertEquals(10, ending().bytes());
  }

  @Test
  void open_connections_can_be_reset_at_once() throws Exception {
    try (Socket socket = connect()) {
      assertArrayEquals(TEN, echoed(socket, TEN));
      proxy.resetConnections();
      assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(1));
    }
    assertFalse(ending().orderly());
  }

  @Test
  void a_server_that_is_not_there_resets_the_connection() throws Exception {
    try (Socket taken = new Socket()) {
      taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
      URI nobody = URI.create("http://127.0.0.1:" + taken.getLocalPort());
      try (FaultProxy toNobody = FaultProxy.start(nobody);
          Socket socket =
              new Socket(InetAddress.getLoopbackAddress(), toNobody.endpoint().getPort())) {
        socket.setSoTimeout(LIMIT_MILLIS);
        assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(1));
      }
    }
  }

  @Test
  void a_reset_by_the_server_reaches_the_client_as_one() throws Exception {
    try (ServerSocket resetting = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        FaultProxy toResetting =
            FaultProxy.start(URI.create("tcp://127.0.0.1:" + resetting.getLocalPort()));
        Socket socket =
            new Socket(InetAddress.getLoopbackAddress(), toResetting.endpoint().getPort())) {
      socket.setSoTimeout(LIMIT_MILLIS);
      try (Socket accepted = resetting.accept()) {
        accepted.setSoLinger(true, 0);
      }
      assertThrows(SocketException.class, () -> socket.getInputStream().readNBytes(1));
    }
  }

  @RepeatedTest(20)
  void closing_a_black_hole_ends_its_connections_and_lets_nothing_out() throws Exception {
    proxy.set(new NetworkFault.BlackHole());
    try (Socket socket = connect()) {
      socket.getOutputStream().write(TEN);
      proxy.close();
      assertTrue(ends(socket));
    }
    assertThrows(ConnectException.class, () -> connect().close());
  }

  private static boolean ends(Socket socket) throws SocketTimeoutException {
    try {
      return socket.getInputStream().read() < 0;
    } catch (SocketTimeoutException stillOpen) {
      throw stillOpen;
    } catch (IOException reset) {
      return true;
    }
  }
}
