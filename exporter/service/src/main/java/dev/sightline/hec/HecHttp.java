package dev.sightline.hec;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import javax.net.ssl.SSLSocket;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.HttpHost;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** The three requests that HEC knows, over one pool of connections. Retries nothing by itself. */
final class HecHttp implements AutoCloseable {
  /** HEC closes an idle connection after 12 s when it is busy: ours end before. */
  private static final TimeValue KEEP_ALIVE = TimeValue.ofSeconds(8);

  /** No answer of HEC is near this size; a proxy's page may be. */
  private static final int MAXIMUM_ANSWER = 1 << 20;

  /** Connections for questions: for acks, and one for health. */
  private static final int SPARE = AckChannels.AT_ONCE + 1;

  private static final ContentType JSON = ContentType.APPLICATION_JSON;

  private final HecConfiguration configuration;
  private final CloseableHttpClient client;
  private final Certificates certificates = new Certificates();
  private final ScheduledThreadPoolExecutor clock;

  /** An HTTP answer: its body is cut at 1 MiB, and {@code cookie} joins what it set. */
  record Answer(int status, byte[] body, @Nullable String cookie) {}

  HecHttp(HecConfiguration configuration) {
    this.configuration = configuration;
    Timeout timeout = Timeout.of(configuration.requestTimeout());
    DefaultClientTlsStrategy tls = new DefaultClientTlsStrategy(Tls.context(configuration));
    PoolingHttpClientConnectionManager connections =
        PoolingHttpClientConnectionManagerBuilder.create()
            .setMaxConnPerRoute(configuration.connections() + SPARE)
            .setMaxConnTotal(
                (configuration.connections() + SPARE) * configuration.endpoints().size())
            .setTlsSocketStrategy((socket, host, port, attachment, context) -> {
              SSLSocket secured = tls.upgrade(socket, host, port, attachment, context);
              certificates.shown(host, port, secured.getSession());
              return secured;
            })
            .setDefaultConnectionConfig(
                ConnectionConfig.custom()
                    .setConnectTimeout(Timeout.ofSeconds(10))
                    .setSocketTimeout(timeout)
                    .setValidateAfterInactivity(TimeValue.ofMilliseconds(100))
                    .build())
            .build();
    HttpClientBuilder builder =
        HttpClients.custom()
            .setConnectionManager(connections)
            .setDefaultRequestConfig(
                RequestConfig.custom()
                    .setResponseTimeout(timeout)
                    .setConnectionRequestTimeout(timeout)
                    .build())
            .setKeepAliveStrategy((response, context) -> KEEP_ALIVE)
            .evictIdleConnections(KEEP_ALIVE)
            .evictExpiredConnections()
            .setUserAgent("Sightline")
            .disableAutomaticRetries()
            .disableRedirectHandling()
            .disableCookieManagement()
            .disableAuthCaching()
            .disableContentCompression();
    URI proxy = configuration.proxy();
    if (proxy != null) {
      builder.setProxy(new HttpHost(proxy.getScheme(), proxy.getHost(), proxy.getPort()));
    }
    this.client = builder.build();
    this.clock =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("hec-timeout").factory());
    clock.setRemoveOnCancelPolicy(true);
  }

  /** Sends a body with events. */
  Answer events(URI address, AckChannel channel, Batch batch, Compression compression)
      throws IOException {
    HttpPost request = new HttpPost(address + "/services/collector/event");
    channel(request, channel);
    if (compression == Compression.OFF) {
      request.setEntity(new ByteArrayEntity(batch.bytes(), batch.offset(), batch.size(), JSON));
    } else {
      request.setEntity(new ByteArrayEntity(gzip(batch, compression), JSON, "gzip"));
    }
    return exchange(request);
  }

  /**
   * Asks for acks.
   *
   * @param last whether the connection is closed after, so that the next question takes another
   */
  Answer acks(URI address, AckChannel channel, Iterable<Long> ids, boolean last)
      throws IOException {
    HttpPost request = new HttpPost(address + "/services/collector/ack?channel=" + channel.id());
    channel(request, channel);
    if (last) {
      request.setHeader("Connection", "close");
    }
    StringBuilder body = new StringBuilder("{\"acks\":[");
    String separator = "";
    for (Long id : ids) {
      body.append(separator).append(id);
      separator = ",";
    }
    byte[] bytes = body.append("]}").toString().getBytes(StandardCharsets.US_ASCII);
    request.setEntity(new ByteArrayEntity(bytes, JSON));
    return exchange(request);
  }

  /** Asks for HEC's health. */
  Answer health(URI address) throws IOException {
    return exchange(new HttpGet(address + "/services/collector/health"));
  }

  /** Until when the certificate is valid that this address showed last. */
  Optional<Instant> certificateEnd(URI address) {
    return certificates.end(address);
  }

  @Override
  public void close() {
    clock.shutdownNow();
    try {
      client.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void channel(HttpUriRequestBase request, AckChannel channel) {
    if (!channel.id().equals(AckChannel.NONE)) {
      request.setHeader("X-Splunk-Request-Channel", channel.id());
    }
    String cookie = channel.cookie();
    if (cookie != null) {
      request.setHeader("Cookie", cookie);
    }
  }

  /**
   * Neither a body that is taken byte by byte nor an answer that trickles outlasts the request
   * timeout: a socket's own timeout would start over with every byte.
   */
  private Answer exchange(HttpUriRequestBase request) throws IOException {
    request.setHeader("Authorization", "Splunk " + configuration.token().value());
    AtomicBoolean late = new AtomicBoolean();
    try {
      ScheduledFuture<?> end =
          clock.schedule(
              () -> {
                late.set(true);
                request.cancel();
              },
              configuration.requestTimeout().toMillis(),
              TimeUnit.MILLISECONDS);
      try {
        return client.execute(request, HecHttp::answer);
      } finally {
        end.cancel(false);
      }
    } catch (IOException e) {
      if (late.get()) {
        throw new SocketTimeoutException(
            "no whole answer within " + configuration.requestTimeout().toMillis() + " ms");
      }
      throw e;
    } catch (IllegalStateException | RejectedExecutionException e) {
      // The client says so when it was closed meanwhile.
      throw new IOException("the connection to HEC is closed", e);
    }
  }

  private static Answer answer(ClassicHttpResponse response) throws IOException {
    HttpEntity entity = response.getEntity();
    byte[] body = new byte[0];
    if (entity != null) {
      try (InputStream content = entity.getContent()) {
        body = content.readNBytes(MAXIMUM_ANSWER);
      }
    }
    return new Answer(response.getCode(), body, cookie(response));
  }

  /** What the load balancer set, as a Cookie header: names in order, attributes left out. */
  private static @Nullable String cookie(ClassicHttpResponse response) {
    TreeMap<String, String> cookies = new TreeMap<>();
    for (Header header : response.getHeaders("Set-Cookie")) {
      String value = header.getValue();
      String pair = value == null ? "" : value.split(";", 2)[0].strip();
      int equals = pair.indexOf('=');
      if (equals > 0) {
        cookies.put(pair.substring(0, equals), pair);
      }
    }
    return cookies.isEmpty() ? null : String.join("; ", cookies.values());
  }

  private static byte[] gzip(Batch batch, Compression compression) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(batch.size() / 6 + 64);
    try (GZIPOutputStream gzip = new LevelledGzip(bytes, compression.level())) {
      gzip.write(batch.bytes(), batch.offset(), batch.size());
    }
    return bytes.toByteArray();
  }

  private static final class LevelledGzip extends GZIPOutputStream {
    LevelledGzip(ByteArrayOutputStream out, int level) throws IOException {
      super(out, 64 << 10);
      def.setLevel(level);
      def.setStrategy(Deflater.DEFAULT_STRATEGY);
    }
  }
}
