package dev.sightline.stand;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;

/** Sends back what it gets, and tells how each connection ended. */
final class EchoServer implements AutoCloseable {
  /** How many bytes came and whether the end was orderly. */
  record Ending(long bytes, boolean orderly) {}

  private final ServerSocket listener;
  private final BlockingQueue<Ending> endings = new LinkedBlockingQueue<>();

  EchoServer() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(this::accept);
  }

  URI endpoint() {
    return URI.create("tcp://127.0.0.1:" + listener.getLocalPort());
  }

  BlockingQueue<Ending> endings() {
    return endings;
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = listener.accept();
        Thread.startVirtualThread(() -> echo(socket));
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void echo(Socket socket) {
    long bytes = 0;
    try (socket) {
      InputStream in = socket.getInputStream();
      byte[] chunk = new byte[1024];
      for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
        bytes += length;
        socket.getOutputStream().write(chunk, 0, length);
      }
      endings.add(new Ending(bytes, true));
    } catch (IOException reset) {
      endings.add(new Ending(bytes, false));
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
  }
}
