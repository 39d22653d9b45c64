package dev.sightline.stand;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A TCP proxy on a free loopback port that does to its connections what networks do. The fault can
 * be changed while connections are open; without one, bytes pass as they come.
 */
public final class FaultProxy implements AutoCloseable {
  private static final int BACKLOG = 1024;

  private final InetSocketAddress upstream;
  private final URI endpoint;
  private final int port;
  private final ExecutorService pumps = Executors.newVirtualThreadPerTaskExecutor();
  private final Set<ProxiedConnection> connections = ConcurrentHashMap.newKeySet();
  private final AtomicLong accepted = new AtomicLong();

  // Guarded by this; waited for where a fault holds bytes back.
  private @Nullable NetworkFault fault;
  private @Nullable ServerSocket listener;
  private @Nullable Thread acceptor;
  private boolean closed;

  private FaultProxy(URI upstream) throws IOException {
    this.upstream = new InetSocketAddress(upstream.getHost(), upstream.getPort());
    ServerSocket opened = listen(0);
    this.port = opened.getLocalPort();
    this.endpoint = URI.create(upstream.getScheme() + "://127.0.0.1:" + port);
    accept(opened);
  }

  /**
   * Starts a proxy that passes everything on.
   *
   * @param upstream the server, as scheme, host and port
   * @throws IllegalStateException if it could not listen
   */
  public static FaultProxy start(URI upstream) {
    try {
      return new FaultProxy(upstream);
    } catch (IOException failure) {
      throw new IllegalStateException(
          "The proxy did not start on a loopback port: " + failure.getMessage(), failure);
    }
  }

  /** Where it listens, with the scheme of the server behind it. */
  public URI endpoint() {
    return endpoint;
  }

  /** How many connections were accepted. */
  public long connections() {
    return accepted.get();
  }

  /** Does this to all connections, open ones and later ones, instead of what it did before. */
  public synchronized void set(NetworkFault next) {
    change(next);
    switch (next) {
      case NetworkFault.Refuse _ -> {
        stopListening();
        connections.forEach(ProxiedConnection::reset);
      }
      case NetworkFault.CutsIdle(Duration limit) -> {
        resumeListening();
        pumps.execute(() -> cutIdle(next, limit));
      }
      case NetworkFault.Delay _,
          NetworkFault.Throttle _,
          NetworkFault.Reset _,
          NetworkFault.Cut _,
          NetworkFault.BlackHole _,
          NetworkFault.ResetsOnReuse _ ->
          resumeListening();
    }
  }

  /** Passes everything on again. */
  public synchronized void heal() {
    change(null);
    resumeListening();
  }

  /** Resets the connections that are open now. */
  public void resetConnections() {
    connections.forEach(ProxiedConnection::reset);
  }

  private synchronized void change(@Nullable NetworkFault next) {
    fault = next;
    notifyAll();
  }

  synchronized @Nullable NetworkFault fault() {
    return fault;
  }

  /**
   * Returns the fault as soon as it is not the black hole.
   *
   * @throws InterruptedException if the proxy is closed: what the hole holds never comes out then
   */
  synchronized @Nullable NetworkFault faultThatMoves() throws InterruptedException {
    while (fault instanceof NetworkFault.BlackHole) {
      if (closed) {
        throw new InterruptedException("The proxy is closed.");
      }
      wait();
    }
    return fault;
  }

  private static ServerSocket listen(int port) throws IOException {
    ServerSocket socket = new ServerSocket();
    try {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), BACKLOG);
      return socket;
    } catch (IOException failure) {
      socket.close();
      throw failure;
    }
  }

  private synchronized void resumeListening() {
    if (listener == null && !closed) {
      try {
        accept(listen(port));
      } catch (IOException failure) {
        throw new IllegalStateException(
            "The proxy could not listen on port %d again: %s".formatted(port, failure.getMessage()),
            failure);
      }
    }
  }

  /** Returns when nobody can connect any more: a socket outlives its closing while it accepts. */
  private synchronized void stopListening() {
    ServerSocket open = listener;
    Thread accepting = acceptor;
    listener = null;
    acceptor = null;
    if (open != null) {
      closeQuietly(open);
    }
    if (accepting != null) {
      try {
        accepting.join();
      } catch (InterruptedException interruption) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private synchronized void accept(ServerSocket opened) {
    listener = opened;
    acceptor =
        Thread.startVirtualThread(() -> {
          try {
            while (true) {
              Socket client = opened.accept();
              accepted.incrementAndGet();
              open(client);
            }
          } catch (IOException closing) {
            closeQuietly(opened);
          }
        });
  }

  private void open(Socket client) {
    ProxiedConnection connection = new ProxiedConnection(this, client, new Socket());
    connections.add(connection);
    try {
      pumps.execute(() -> carry(connection));
    } catch (RejectedExecutionException closing) {
      connection.reset();
    }
  }

  private void carry(ProxiedConnection connection) {
    try {
      if (faultThatMoves() instanceof NetworkFault.Refuse) {
        connection.reset();
      } else {
        connection.carry(upstream, pumps);
      }
    } catch (IOException | RejectedExecutionException unreachable) {
      connection.reset();
    } catch (InterruptedException closing) {
      connection.reset();
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(connection);
      connection.close();
    }
  }

  private synchronized void cutIdle(NetworkFault since, Duration limit) {
    long look = Math.max(1, limit.toMillis() / 4);
    try {
      while (fault == since && !closed) {
        wait(look);
        for (ProxiedConnection connection : connections) {
          if (fault == since && connection.idleNanos() > limit.toNanos()) {
            connection.close();
          }
        }
      }
    } catch (InterruptedException closing) {
      Thread.currentThread().interrupt();
    }
  }

  static void closeQuietly(AutoCloseable socket) {
    try {
      socket.close();
    } catch (Exception alreadyBroken) {
      // A socket that cannot be closed is as closed as it will be.
    }
  }

  @Override
  public void close() {
    synchronized (this) {
      closed = true;
      notifyAll();
      stopListening();
    }
    pumps.shutdownNow();
    connections.forEach(ProxiedConnection::close);
    pumps.close();
  }
}
