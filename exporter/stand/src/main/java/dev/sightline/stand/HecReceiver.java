package dev.sightline.stand;

import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;

/**
 * A strict HTTP Event Collector on a free loopback port. It answers as Splunk answers, acknowledges
 * as indexers do behind a load balancer, keeps what arrived, and misbehaves where it is told to.
 */
public final class HecReceiver implements AutoCloseable {
  static {
    // Without this the JDK's server waits for the peer's delayed acknowledgment: 22 requests/s.
    if (System.getProperty("sun.net.httpserver.nodelay") == null) {
      System.setProperty("sun.net.httpserver.nodelay", "true");
    }
  }

  private static final int BACKLOG = 1024;

  /**
   * A token of the collector.
   *
   * @param name what received events carry instead of the secret
   * @param value the secret
   * @param enabled a disabled one is refused with code 1
   * @param acknowledgment whether requests need a channel and are answered with an ackId
   * @param indexes the index names that it accepts; empty accepts any
   * @param defaultIndex the index of events that name none
   */
  public record Token(
      String name,
      String value,
      boolean enabled,
      boolean acknowledgment,
      Set<String> indexes,
      @Nullable String defaultIndex) {

    public Token {
      indexes = Set.copyOf(indexes);
    }

    /** An enabled token with acknowledgment that accepts any index. */
    public static Token of(String value) {
      return new Token("token", value, true, true, Set.of(), "main");
    }

    public Token named(String name) {
      return new Token(name, value, enabled, acknowledgment, indexes, defaultIndex);
    }

    public Token disabled() {
      return new Token(name, value, false, acknowledgment, indexes, defaultIndex);
    }

    public Token withoutAcknowledgment() {
      return new Token(name, value, enabled, false, indexes, defaultIndex);
    }

    /** Accepts these index names; the first is the default. */
    public Token withIndexes(String first, String... others) {
      Set<String> all = new java.util.LinkedHashSet<>(List.of(others));
      all.add(first);
      return new Token(name, value, enabled, acknowledgment, all, first);
    }
  }

  /** What happens when a channel has as many unread acknowledgments as it may. */
  public enum Expiry {
    /** Warns with code 25 from 80 percent on, and refuses with code 27 at the limit. */
    REFUSE,
    /** Forgets the oldest ones from 90 percent on: they stay false for ever. */
    EVICT_OLDEST
  }

  /**
   * How acknowledgments are kept.
   *
   * @param delay from taking the events to their ack becoming true
   * @param maxIdleTime a channel silent for longer loses its acks and counts from 0 again
   * @param maxPending unread acks that a channel may have
   * @param expiry what happens at that limit
   */
  public record Acks(Duration delay, Duration maxIdleTime, int maxPending, Expiry expiry) {
    /** Acknowledged at once, ten minutes idle, a million unread, then refused. */
    public static Acks standard() {
      return new Acks(Duration.ZERO, Duration.ofMinutes(10), 1_000_000, Expiry.REFUSE);
    }
  }

  /** TLS: the receiver's own key, and whether it asks the sender for a certificate. */
  public record Tls(SSLContext context, boolean clientCertificate) {}

  /**
   * How the receiver is set up.
   *
   * @param tokens the tokens that it knows
   * @param indexers how many indexers stand behind the load balancer; without stickiness they take
   *     turns by request
   * @param stickyCookie the load balancer's cookie, absent where it keeps no session
   * @param maxContentLength the longest body in bytes, as sent and inflated
   * @param maxEventSize the longest event in bytes
   * @param acks how acknowledgments are kept
   * @param keepBodies whether events are kept, or only a count for each sightline_id
   * @param clock by which acks become true and expire
   * @param tls absent for plain HTTP
   */
  public record Settings(
      List<Token> tokens,
      int indexers,
      @Nullable String stickyCookie,
      int maxContentLength,
      int maxEventSize,
      Acks acks,
      boolean keepBodies,
      InstantSource clock,
      @Nullable Tls tls) {

    public Settings {
      tokens = List.copyOf(tokens);
      if (indexers < 1) {
        throw new IllegalArgumentException("A receiver has at least one indexer, not " + indexers);
      }
    }

    /** One indexer, one token with acknowledgment, 100 MB a body, 5 MB an event. */
    public static Settings of(String token) {
      return of(Token.of(token));
    }

    /** One indexer, these tokens, 100 MB a body, 5 MB an event. */
    public static Settings of(Token... tokens) {
      return new Settings(
          List.of(tokens),
          1,
          null,
          100_000_000,
          5 * 1024 * 1024,
          Acks.standard(),
          true,
          InstantSource.system(),
          null);
    }

    public Settings withIndexers(int number) {
      return new Settings(
          tokens,
          number,
          stickyCookie,
          maxContentLength,
          maxEventSize,
          acks,
          keepBodies,
          clock,
          tls);
    }

    public Settings withStickyCookie(String name) {
      return new Settings(
          tokens, indexers, name, maxContentLength, maxEventSize, acks, keepBodies, clock, tls);
    }

    public Settings withMaxContentLength(int bytes) {
      return new Settings(
          tokens, indexers, stickyCookie, bytes, maxEventSize, acks, keepBodies, clock, tls);
    }

    public Settings withMaxEventSize(int bytes) {
      return new Settings(
          tokens, indexers, stickyCookie, maxContentLength, bytes, acks, keepBodies, clock, tls);
    }

    public Settings withAckDelay(Duration delay) {
      return withAcks(new Acks(delay, acks.maxIdleTime(), acks.maxPending(), acks.expiry()));
    }

    public Settings withAcks(Acks kept) {
      return new Settings(
          tokens,
          indexers,
          stickyCookie,
          maxContentLength,
          maxEventSize,
          kept,
          keepBodies,
          clock,
          tls);
    }

    public Settings withoutBodies() {
      return new Settings(
          tokens, indexers, stickyCookie, maxContentLength, maxEventSize, acks, false, clock, tls);
    }

    public Settings withClock(InstantSource source) {
      return new Settings(
          tokens,
          indexers,
          stickyCookie,
          maxContentLength,
          maxEventSize,
          acks,
          keepBodies,
          source,
          tls);
    }

    public Settings withTls(Tls secured) {
      return new Settings(
          tokens,
          indexers,
          stickyCookie,
          maxContentLength,
          maxEventSize,
          acks,
          keepBodies,
          clock,
          secured);
    }
  }

  /**
   * Which requests a fault meets.
   *
   * @param kind all kinds where absent
   * @param indexer all indexers where absent
   */
  public record Target(@Nullable RequestKind kind, @Nullable Integer indexer) {
    public static Target events() {
      return new Target(RequestKind.EVENTS, null);
    }

    public static Target acks() {
      return new Target(RequestKind.ACKS, null);
    }

    public static Target health() {
      return new Target(RequestKind.HEALTH, null);
    }

    public static Target everything() {
      return new Target(null, null);
    }

    /** The same kind of requests, of one indexer only. */
    public Target at(int number) {
      return new Target(kind, number);
    }

    boolean covers(RequestKind asked, int number) {
      return (kind == null || kind == asked) && (indexer == null || indexer == number);
    }
  }

  private final HttpServer server;
  private final ExecutorService handlers;
  private final URI endpoint;
  private final Arrivals arrivals;
  private final HecTraffic traffic;
  private final List<HecIndexer> indexers;
  private final HecScript script = new HecScript();

  private HecReceiver(Settings settings) throws IOException {
    this.arrivals = new Arrivals(settings.keepBodies());
    this.traffic = new HecTraffic(settings.stickyCookie());
    this.indexers =
        IntStream.range(0, settings.indexers())
            .mapToObj(number -> new HecIndexer(number, settings, arrivals))
            .toList();
    this.server = listen(settings.tls());
    this.handlers = Executors.newVirtualThreadPerTaskExecutor();
    this.endpoint =
        URI.create(
            "%s://127.0.0.1:%d"
                .formatted(
                    settings.tls() == null ? "http" : "https", server.getAddress().getPort()));
    server.setExecutor(handlers);
    server.createContext("/", new HecHandler(settings, indexers, script, traffic));
  }

  private static HttpServer listen(@Nullable Tls tls) throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    if (tls == null) {
      return HttpServer.create(address, BACKLOG);
    }
    HttpsServer secured = HttpsServer.create(address, BACKLOG);
    secured.setHttpsConfigurator(
        new HttpsConfigurator(tls.context()) {
          @Override
          public void configure(HttpsParameters parameters) {
            SSLParameters asked = tls.context().getDefaultSSLParameters();
            asked.setNeedClientAuth(tls.clientCertificate());
            parameters.setSSLParameters(asked);
          }
        });
    return secured;
  }

  /**
   * Starts a receiver and returns when it listens.
   *
   * @throws IllegalStateException if it could not start; nothing stays open then
   */
  public static HecReceiver start(Settings settings) {
    try {
      HecReceiver receiver = new HecReceiver(settings);
      receiver.server.start();
      return receiver;
    } catch (IOException failure) {
      throw new IllegalStateException(
          "The HEC receiver did not start on a loopback port: " + failure.getMessage(), failure);
    }
  }

  /** Where it listens, without a path, such as {@code http://127.0.0.1:40125}. */
  public URI endpoint() {
    return endpoint;
  }

  /** The events in the order in which they were taken; none where bodies are not kept. */
  public List<ReceivedEvent> events() {
    return arrivals.events();
  }

  /** How many events were taken, duplicates included. */
  public long count() {
    return arrivals.count();
  }

  /** How often each sightline_id came. */
  public Map<String, Integer> timesById() {
    return arrivals.timesById();
  }

  /** Waits until so many events were taken; false where that takes longer than the limit. */
  public boolean awaitCount(long events, Duration limit) throws InterruptedException {
    return arrivals.await(events, limit.toNanos());
  }

  /** Forgets the events that arrived. */
  public void clear() {
    arrivals.clear();
  }

  /** The events that were taken so long ago or longer: what a search head that lags can see. */
  public List<ReceivedEvent> events(Duration age) {
    return arrivals.events(age);
  }

  /** The index loses these events; returns how many. */
  public int remove(Predicate<ReceivedEvent> unwanted) {
    return arrivals.remove(unwanted);
  }

  /** The index has these events once more. */
  public void repeat(List<ReceivedEvent> events) {
    arrivals.add(events);
  }

  /** How many requests of a kind came. */
  public long requests(RequestKind kind) {
    return traffic.count(kind);
  }

  /** The latest 10,000 requests, oldest first. */
  public List<ReceivedRequest> requests() {
    return traffic.latest();
  }

  /** How many bytes of bodies came, compressed where they were. */
  public long bytes() {
    return traffic.bytes();
  }

  /** How many acknowledgments were handed out and not yet read as true. */
  public long pendingAcks() {
    return indexers.stream().mapToLong(indexer -> indexer.acknowledgments().pending()).sum();
  }

  /** Each fault meets one of the next requests with events, in this order. */
  public void next(HecFault... faults) {
    next(Target.events(), faults);
  }

  /** Each fault meets one of the next requests of the target, in this order. */
  public void next(Target target, HecFault... faults) {
    script.next(target, List.of(faults));
  }

  /** The fault meets every request with events that no other fault meets. */
  public void always(HecFault fault) {
    always(Target.events(), fault);
  }

  /** The fault meets every request of the target that no other fault meets, until healed. */
  public void always(Target target, HecFault fault) {
    script.always(target, fault);
  }

  /** Ends every fault; connections that were never to be answered are closed. */
  public void heal() {
    script.heal();
  }

  /** Every indexer forgets its acknowledgments and counts from 0 again, as after a restart. */
  public void forgetAcks() {
    indexers.forEach(indexer -> indexer.acknowledgments().forget());
  }

  @Override
  public void close() {
    handlers.shutdownNow();
    server.stop(0);
    handlers.close();
  }
}
