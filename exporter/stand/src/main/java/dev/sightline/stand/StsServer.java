package dev.sightline.stand;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * STS's AssumeRole and GetCallerIdentity, as AWS documents them, on a free loopback port. Whoever
 * asks for a role gets credentials whose access key is told by {@link #accessKey}.
 */
public final class StsServer implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Map<String, String>> requests = new CopyOnWriteArrayList<>();

  private StsServer() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(handlers);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Starts a server. */
  public static StsServer start() {
    try {
      return new StsServer();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Where it listens. */
  public URI endpoint() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The parameters of every request so far. */
  public List<Map<String, String>> requests() {
    return List.copyOf(requests);
  }

  /** The access key of whoever has assumed the role. */
  public static String accessKey(String roleArn) {
    return "ASSUMED" + Integer.toHexString(roleArn.hashCode());
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      Map<String, String> parameters = new HashMap<>();
      String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      for (String pair : body.split("&", -1)) {
        String[] parts = pair.split("=", 2);
        parameters.put(
            parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
      requests.add(Map.copyOf(parameters));
      String role = parameters.getOrDefault("RoleArn", "");
      String result =
          role.isEmpty()
              ? "<GetCallerIdentityResponse><GetCallerIdentityResult><Account>111122223333</Account>"
                    + "</GetCallerIdentityResult></GetCallerIdentityResponse>"
              : "<AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>"
                  + accessKey(role)
                  + "</AccessKeyId><SecretAccessKey>secret</SecretAccessKey>"
                  + "<SessionToken>token</SessionToken><Expiration>"
                  + Instant.now().plus(1, ChronoUnit.HOURS).truncatedTo(ChronoUnit.SECONDS)
                  + "</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";
      byte[] bytes = result.getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().set("Content-Type", "text/xml");
      exchange.sendResponseHeaders(200, bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }
}
