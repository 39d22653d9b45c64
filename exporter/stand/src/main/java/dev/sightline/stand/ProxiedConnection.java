package dev.sightline.stand;

import dev.sightline.stand.NetworkFault.Direction;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** One connection through the proxy: a pump for each direction. */
final class ProxiedConnection implements AutoCloseable {
  private static final int CHUNK = 8192;
  private static final int SLICES_A_SECOND = 20;

  private final FaultProxy proxy;
  private final Socket client;
  private final Socket server;
  private volatile long lastUsed = System.nanoTime();
  private volatile boolean answered;
  private volatile boolean cut;

  ProxiedConnection(FaultProxy proxy, Socket client, Socket server) {
    this.proxy = proxy;
    this.client = client;
    this.server = server;
  }

  /** Connects to the server and carries bytes until both directions ended. */
  void carry(InetSocketAddress upstream, ExecutorService pumps)
      throws IOException, InterruptedException {
    client.setTcpNoDelay(true);
    server.setTcpNoDelay(true);
    server.connect(upstream);
    // All streams first: one direction may be cut before the other one's pump has started.
    InputStream fromClient = client.getInputStream();
    InputStream fromServer = server.getInputStream();
    OutputStream toClient = client.getOutputStream();
    OutputStream toServer = server.getOutputStream();
    Future<?> back = pumps.submit(() -> pump(fromServer, toClient, client, Direction.TO_CLIENT));
    pump(fromClient, toServer, server, Direction.TO_SERVER);
    try {
      back.get();
    } catch (ExecutionException failure) {
      throw new IllegalStateException("The proxy's pump failed.", failure);
    }
  }

  private void pump(InputStream in, OutputStream out, Socket to, Direction direction) {
    byte[] chunk = new byte[CHUNK];
    NetworkFault before = proxy.fault();
    long passed = 0;
    try {
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        NetworkFault fault = proxy.faultThatMoves();
        if (fault != before) {
          before = fault;
          passed = 0;
        }
        if (!cut) {
          lastUsed = System.nanoTime();
          try {
            pass(chunk, length, passed, out, direction, fault);
          } catch (IOException broken) {
            // The other direction may have been cut meanwhile, and this one with it.
            if (!cut) {
              throw broken;
            }
          }
          lastUsed = System.nanoTime();
        }
        passed += length;
      }
      if (!cut) {
        to.shutdownOutput();
      }
    } catch (IOException broken) {
      // One side was reset, so the other one is too.
      reset();
    } catch (InterruptedException closing) {
      close();
      Thread.currentThread().interrupt();
    }
  }

  private void pass(
      byte[] chunk,
      int length,
      long passed,
      OutputStream out,
      Direction direction,
      @Nullable NetworkFault fault)
      throws IOException, InterruptedException {
    switch (fault) {
      case NetworkFault.Delay(Duration latency) -> {
        Thread.sleep(latency);
        write(out, chunk, 0, length, direction);
      }
      case NetworkFault.Throttle(int bytesPerSecond) ->
          trickle(out, chunk, length, direction, bytesPerSecond);
      case NetworkFault.Reset(Direction way, long after) when way == direction -> {
        if (passed + length <= after) {
          write(out, chunk, 0, length, direction);
        } else {
          write(out, chunk, 0, (int) Math.max(0, after - passed), direction);
          reset();
        }
      }
      case NetworkFault.Cut(Direction way, long after) when way == direction -> {
        if (passed + length <= after) {
          write(out, chunk, 0, length, direction);
        } else {
          write(out, chunk, 0, (int) Math.max(0, after - passed), direction);
          // What still comes is read and dropped: closing with unread bytes would be a reset.
          cut = true;
          client.shutdownOutput();
          server.shutdownOutput();
        }
      }
      case NetworkFault.ResetsOnReuse _ when direction == Direction.TO_SERVER && answered ->
          reset();
      case NetworkFault.Refuse _ -> reset();
      case null -> write(out, chunk, 0, length, direction);
      case NetworkFault.Reset _,
          NetworkFault.Cut _,
          NetworkFault.BlackHole _,
          NetworkFault.CutsIdle _,
          NetworkFault.ResetsOnReuse _ ->
          write(out, chunk, 0, length, direction);
    }
  }

  private void write(OutputStream out, byte[] chunk, int from, int length, Direction direction)
      throws IOException {
    // Before the write: the client may send again before this thread goes on.
    if (direction == Direction.TO_CLIENT && length > 0) {
      answered = true;
    }
    out.write(chunk, from, length);
  }

  private void trickle(
      OutputStream out, byte[] chunk, int length, Direction direction, int bytesPerSecond)
      throws IOException, InterruptedException {
    int slice = Math.max(1, bytesPerSecond / SLICES_A_SECOND);
    for (int from = 0; from < length; from += slice) {
      int now = Math.min(slice, length - from);
      Thread.sleep(Duration.ofNanos(1_000_000_000L * now / bytesPerSecond));
      write(out, chunk, from, now, direction);
    }
  }

  /** How long nothing passed. */
  long idleNanos() {
    return System.nanoTime() - lastUsed;
  }

  /** Ends both sides with RST instead of FIN. */
  void reset() {
    for (Socket socket : new Socket[] {client, server}) {
      try {
        socket.setSoLinger(true, 0);
      } catch (IOException alreadyClosed) {
        // Then there is nothing left to reset.
      }
    }
    close();
  }

  @Override
  public void close() {
    FaultProxy.closeQuietly(client);
    FaultProxy.closeQuietly(server);
  }
}
