package dev.sightline.bench;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.LongAdder;
import java.util.zip.GZIPInputStream;

/**
 * SQS, S3 and HEC on one port of this machine, as lean as can be: blocking sockets, a thread for
 * each connection, every answer made beforehand where it can be. No message becomes visible again.
 */
final class Stand implements AutoCloseable {
  static final String BUCKET = "trail";

  private final Workload workload;
  private final Arrivals arrivals;
  private final BenchQueue queue;
  private final Acks acks;
  private final ServerSocket server;
  private final Map<String, LongAdder> requests = new ConcurrentHashMap<>();
  private final AtomicBoolean closed = new AtomicBoolean();

  Stand(Workload workload, long ackMillis) throws IOException {
    this.workload = workload;
    this.arrivals = new Arrivals(workload, BUCKET);
    this.queue = new BenchQueue(workload, BUCKET);
    this.acks = new Acks(ackMillis);
    this.server = new ServerSocket(0, 512, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().daemon().name("accept").start(this::accept);
  }

  URI address() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  Arrivals arrivals() {
    return arrivals;
  }

  BenchQueue queue() {
    return queue;
  }

  /** When the first ack was told, by {@link System#nanoTime}; 0 before. */
  long firstAckNanos() {
    return acks.firstNanos();
  }

  /** How often each request was made. */
  Map<String, Long> requests() {
    Map<String, Long> counts = new TreeMap<>();
    requests.forEach((name, count) -> counts.put(name, count.sum()));
    return counts;
  }

  @Override
  public void close() throws IOException {
    closed.set(true);
    server.close();
  }

  private void accept() {
    try {
      while (true) {
        Socket socket = server.accept();
        socket.setTcpNoDelay(true);
        Thread.ofPlatform().daemon().start(() -> serve(socket));
      }
    } catch (IOException e) {
      if (!closed.get()) {
        throw new IllegalStateException("the stand is gone", e);
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      Request request = new Request(socket.getInputStream());
      OutputStream out = socket.getOutputStream();
      while (request.read()) {
        answer(request, out);
      }
    } catch (IOException e) {
      // The exporter closed its connection, which is its right.
      return;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void answer(Request request, OutputStream out) throws IOException, InterruptedException {
    String target = request.header("x-amz-target");
    String path = request.path();
    if (target != null) {
      String action = target.substring(target.indexOf('.') + 1);
      count("SQS " + action);
      byte[] body = queue.answer(action, request.text()).getBytes(StandardCharsets.UTF_8);
      send(out, "Content-Type: application/x-amz-json-1.0\r\n", body);
    } else if (path.startsWith("/services/collector/event")) {
      count("HEC events");
      events(request, out);
    } else if (path.startsWith("/services/collector/ack")) {
      count("HEC acks");
      send(out, JSON, acks.answer(request.text()).getBytes(StandardCharsets.US_ASCII));
    } else if (path.startsWith("/services/collector/health")) {
      count("HEC health");
      send(
          out,
          JSON,
          "{\"text\":\"HEC is healthy\",\"code\":17}".getBytes(StandardCharsets.US_ASCII));
    } else {
      count("S3 " + request.method());
      object(path, out);
    }
  }

  private static final String JSON = "Content-Type: application/json\r\n";

  private void events(Request request, OutputStream out) throws IOException {
    if ("gzip".equals(request.header("content-encoding"))) {
      InputStream body = new ByteArrayInputStream(request.body(), 0, request.length());
      byte[] inflated = new GZIPInputStream(body, 1 << 16).readAllBytes();
      arrivals.take(inflated, inflated.length);
    } else {
      arrivals.take(request.body(), request.length());
    }
    send(
        out,
        JSON,
        ("{\"text\":\"Success\",\"code\":0,\"ackId\":" + acks.next() + "}")
            .getBytes(StandardCharsets.US_ASCII));
  }

  private void object(String path, OutputStream out) throws IOException {
    int slash = path.lastIndexOf('/');
    int dot = path.indexOf('.', slash);
    int object = Integer.parseInt(path.substring(slash + 1, dot));
    send(
        out,
        "ETag: \"" + Arrivals.eTag(object) + "\"\r\nContent-Type: application/json\r\n",
        workload.content(object).stored());
  }

  private static void send(OutputStream out, String headers, byte[] body) throws IOException {
    byte[] head =
        ("HTTP/1.1 200 OK\r\n" + headers + "Content-Length: " + body.length + "\r\n\r\n")
            .getBytes(StandardCharsets.US_ASCII);
    if (body.length < 100_000) {
      byte[] both = new byte[head.length + body.length];
      System.arraycopy(head, 0, both, 0, head.length);
      System.arraycopy(body, 0, both, head.length, body.length);
      out.write(both);
    } else {
      out.write(head);
      out.write(body);
    }
  }

  private void count(String request) {
    requests.computeIfAbsent(request, _ -> new LongAdder()).increment();
  }
}
