package dev.sightline.hec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One Splunk, by all of its endpoints. {@link #deliver} returns when the fate of every event is
 * known: it tries, waits, resends, splits and isolates, and confirms nothing that Splunk did not.
 *
 * <p>While no endpoint is usable nothing is sent but probes, and {@link #awaitUsable} blocks: who
 * receives messages must call it first.
 */
public final class Destination implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Destination.class);

  private static final Duration AFTER_ERROR = Duration.ofSeconds(2);

  private final HecConfiguration configuration;
  private final HecObserver observer;
  private final InstantSource clock;
  private final String host;
  private final Pauses pauses;
  private final HecHttp http;
  private final Optional<Instant> clientCertificateEnd;
  private final List<Endpoint> endpoints;
  private final double[] credit;
  private final List<Thread> threads = new ArrayList<>();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private volatile boolean closed;

  /**
   * @param host the host of the exporter's own events
   */
  public Destination(
      HecConfiguration configuration, HecObserver observer, InstantSource clock, String host) {
    this(configuration, observer, clock, host, Pauses.USUAL);
  }

  Destination(
      HecConfiguration configuration,
      HecObserver observer,
      InstantSource clock,
      String host,
      Pauses pauses) {
    this.configuration = configuration;
    this.observer = observer;
    this.clock = clock;
    this.host = host;
    this.pauses = pauses;
    this.http = new HecHttp(configuration);
    this.clientCertificateEnd = Tls.clientCertificateEnd(configuration);
    this.endpoints =
        configuration.endpoints().stream()
            .map(target -> new Endpoint(configuration, target, http, observer))
            .toList();
    this.credit = new double[endpoints.size()];
  }

  /** Starts probing and asking for acks. */
  public void start() {
    for (Endpoint endpoint : endpoints) {
      String name = endpoint.address().getHost();
      threads.add(Thread.ofVirtual().name("ack-" + name).start(() -> pollAcks(endpoint)));
      threads.add(Thread.ofVirtual().name("probe-" + name).start(() -> probe(endpoint)));
    }
  }

  /** What is promised here. */
  public Guarantee guarantee() {
    return configuration.guarantee();
  }

  /** The same in plain words. */
  public String means() {
    return configuration.means();
  }

  /** What stands in Splunk's place, as the operator named it; empty where nothing does. */
  public Optional<String> gateway() {
    return Optional.ofNullable(configuration.gateway());
  }

  /** How many endpoints were seen to answer acknowledgments themselves. */
  public long gatewaysSeen() {
    return endpoints.stream().filter(Endpoint::isGateway).count();
  }

  /**
   * Looks, before anything is sent, whether an endpoint is a gateway that nobody named. One that
   * does not answer within the given time is looked at when it is first used.
   *
   * @return a sentence that says what to do
   */
  public Optional<String> unnamedGateway(Duration atMost) throws InterruptedException {
    List<FutureTask<Optional<String>>> looks = new ArrayList<>();
    for (Endpoint endpoint : endpoints) {
      FutureTask<Optional<String>> look = new FutureTask<>(endpoint::gateway);
      Thread.ofVirtual().name("look-" + endpoint.address().getHost()).start(look);
      looks.add(look);
    }
    long end = System.nanoTime() + atMost.toNanos();
    for (FutureTask<Optional<String>> look : looks) {
      try {
        Optional<String> said = look.get(end - System.nanoTime(), TimeUnit.NANOSECONDS);
        if (said.isPresent()) {
          return said;
        }
      } catch (ExecutionException | TimeoutException e) {
        log.debug("an endpoint is looked at later: {}", e.toString());
      }
    }
    return Optional.empty();
  }

  public List<EndpointStatus> status() {
    return endpoints.stream().map(Endpoint::status).toList();
  }

  /** Whether at least one endpoint takes events. */
  public boolean isUsable() {
    return endpoints.stream().anyMatch(Endpoint::isUsable);
  }

  /**
   * Waits until an endpoint takes events.
   *
   * @return whether one does; false after the given time, or when this destination is closed
   */
  public boolean awaitUsable(Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && !isUsable() && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
      return !closed && isUsable();
    } finally {
      lock.unlock();
    }
  }

  /** When the client certificate that was loaded at the start expires; empty without mutual TLS. */
  public Optional<Instant> clientCertificateEnd() {
    return clientCertificateEnd;
  }

  /**
   * Sends an event of the exporter's own, where an endpoint takes events, and waits for its fate.
   * It is given up where the endpoints go out of use meanwhile: it is news, and no record.
   *
   * @param json an object
   * @return whether it is delivered
   */
  public boolean tell(byte[] json) throws InterruptedException {
    return tell("exporter:" + host + ":" + clock.millis(), json);
  }

  /**
   * The same under an id of its own.
   *
   * @param id the event's {@code sightline_id}
   */
  public boolean tell(String id, byte[] json) throws InterruptedException {
    return tell(ownEvent(id, json));
  }

  /**
   * The same with events that say themselves what they are.
   *
   * @return whether all of them are delivered
   */
  public boolean tell(List<HecEvent> events) throws InterruptedException {
    EventWriter writer = new EventWriter(new byte[1024]);
    for (HecEvent event : events) {
      if (writer.events() > 0
          && writer.length() + EventWriter.size(event) > configuration.batchBytes()) {
        if (!tell(writer.batch())) {
          return false;
        }
        writer = new EventWriter(new byte[1024]);
      }
      writer.write(event);
    }
    return writer.events() == 0 || tell(writer.batch());
  }

  private boolean tell(Batch batch) throws InterruptedException {
    News news = new News();
    if (isUsable()) {
      deliver(batch, news);
    }
    return news.delivered.get() == batch.events();
  }

  /**
   * Sends one event of the exporter's own to the first endpoint and says what became of it: for
   * checks by a person.
   */
  public Delivery tryOnce(String message) throws InterruptedException {
    Thread acks = Thread.ofVirtual().name("ack-check").start(() -> pollAcks(endpoints.getFirst()));
    try {
      return endpoints.getFirst().probe(ownEvent(message));
    } finally {
      acks.interrupt();
    }
  }

  /** Delivers the events of a batch; each has had its verdict when this returns. */
  public void deliver(Batch batch, Verdicts verdicts) throws InterruptedException {
    Isolation isolation = new Isolation(verdicts);
    send(batch, 0, isolation, Purpose.EVENTS);
    List<Isolation.Offender> offenders = isolation.offenders();
    while (!offenders.isEmpty()) {
      List<Isolation.Offender> doubtful = judge(offenders, batch, isolation, verdicts);
      if (doubtful.isEmpty()) {
        return;
      }
      isolation = new Isolation(verdicts);
      int[] events = doubtful.stream().mapToInt(Isolation.Offender::event).sorted().toArray();
      int end;
      for (int from = 0; from < events.length; from = end) {
        end = from + 1;
        while (end < events.length && events[end] == events[end - 1] + 1) {
          end++;
        }
        int first = events[from];
        send(batch.slice(first, events[end - 1] + 1), first, isolation, Purpose.EVENTS);
      }
      offenders = isolation.offenders();
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    endpoints.forEach(Endpoint::stop);
    signal();
    http.close();
  }

  /**
   * Events that were refused alone are at fault only where the endpoint that refused them takes
   * others: one of their batch, or an event that is known to be good. Else it is configuration, and
   * nothing is quarantined for it.
   *
   * @return those to be sent again, since their endpoint refuses everything or does not answer
   */
  private List<Isolation.Offender> judge(
      List<Isolation.Offender> offenders, Batch batch, Isolation isolation, Verdicts verdicts)
      throws InterruptedException {
    Map<Endpoint, Boolean> sound = new HashMap<>();
    List<Isolation.Offender> doubtful = new ArrayList<>();
    for (Isolation.Offender offender : offenders) {
      Boolean known = sound.get(offender.by());
      if (known == null) {
        known = isolation.accepts(offender.by()) || takesControl(offender.by());
        sound.put(offender.by(), known);
      }
      if (known) {
        verdicts.rejected(offender.event(), offender.reason(), batch.envelope(offender.event()));
      } else {
        doubtful.add(offender);
      }
    }
    if (!doubtful.isEmpty()) {
      pause(pauses.after(3));
    }
    return doubtful;
  }

  /** The decision: what follows from what became of a request. */
  private void send(Batch batch, int first, Isolation isolation, Purpose purpose)
      throws InterruptedException {
    int end = first + batch.events();
    long giveUp = System.nanoTime() + configuration.deliveryDeadline().toNanos();
    int failures = 0;
    String last = "no endpoint of HEC is usable";
    while (true) {
      if (closed || !isolation.isWanted()) {
        isolation.unresolved(first, end, last);
        return;
      }
      Endpoint endpoint = next();
      if (endpoint == null) {
        awaitUsable(Duration.ofMillis(500));
        continue;
      }
      Delivery delivery = endpoint.attempt(batch, purpose);
      switch (delivery) {
        case Delivery.Acknowledged _ -> {
          isolation.delivered(first, end, endpoint);
          return;
        }
        case Delivery.Unresolved unresolved -> {
          last = unresolved.reason();
          if (System.nanoTime() - giveUp >= 0) {
            isolation.unresolved(first, end, last);
            return;
          }
          observer.resent(batch.events());
        }
        case Delivery.Unavailable unavailable -> {
          last = unavailable.reason();
          failures++;
          // Another endpoint is tried at once, the same one after a pause.
          if (failures % endpoints.size() == 0 && endpoint.isUsable()) {
            pause(pauses.after(failures / endpoints.size()));
          }
        }
        case Delivery.Misconfigured misconfigured -> last = misconfigured.reason();
        case Delivery.Rejected rejected -> {
          if (batch.events() > 1) {
            halves(batch, first, isolation);
          } else if (rejected.code() == 15 && batch.hasFields()) {
            // It speaks of the indexed field: once more without.
            send(batch.withoutFields(), first, isolation, Purpose.EVENTS);
          } else {
            isolation.refused(new Isolation.Offender(first, rejected.reason(), endpoint));
          }
          return;
        }
        case Delivery.TooLarge large -> {
          if (batch.events() > 1) {
            halves(batch, first, isolation);
          } else {
            isolation.refused(
                new Isolation.Offender(first, "too large for HEC: " + large.reason(), endpoint));
          }
          return;
        }
      }
    }
  }

  /** Both halves at once: each may wait minutes for its ack. */
  private void halves(Batch batch, int first, Isolation isolation) throws InterruptedException {
    int half = batch.events() / 2;
    FutureTask<Void> left =
        new FutureTask<>(() -> {
          send(batch.slice(0, half), first, isolation, Purpose.EVENTS);
          return null;
        });
    Thread thread = Thread.ofVirtual().name("half").start(left);
    try {
      send(batch.slice(half, batch.events()), first + half, isolation, Purpose.EVENTS);
      thread.join();
      left.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("half of a batch could not be sent", e);
    } finally {
      end(thread);
    }
  }

  /** Whatever happens, nobody reads a batch or tells a verdict after its delivery returned. */
  private static void end(Thread thread) {
    boolean interrupted = false;
    while (thread.isAlive()) {
      thread.interrupt();
      try {
        thread.join();
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  /** Whether the endpoint takes an event that has nothing wrong with it. */
  private boolean takesControl(Endpoint endpoint) throws InterruptedException {
    return switch (endpoint.attempt(ownEvent("control: is any event accepted"), Purpose.EVENTS)) {
      case Delivery.Acknowledged _, Delivery.Unresolved _ -> true;
      case Delivery.Unavailable _, Delivery.Misconfigured _ -> false;
      case Delivery.Rejected rejected -> {
        endpoint.hold("HEC refuses every event, even a probe: " + rejected.reason(), true);
        yield false;
      }
      case Delivery.TooLarge large -> {
        endpoint.hold("HEC refuses every event, even a probe: " + large.reason(), true);
        yield false;
      }
    };
  }

  /** The usable endpoint whose turn it is, by weight; null where none is usable. */
  private @Nullable Endpoint next() {
    lock.lock();
    try {
      double total = 0;
      int best = -1;
      for (int i = 0; i < credit.length; i++) {
        Endpoint endpoint = endpoints.get(i);
        if (endpoint.isUsable()) {
          credit[i] += endpoint.weight();
          total += endpoint.weight();
          if (best < 0 || credit[i] > credit[best]) {
            best = i;
          }
        }
      }
      if (best < 0) {
        return null;
      }
      credit[best] -= total;
      return endpoints.get(best);
    } finally {
      lock.unlock();
    }
  }

  private void pollAcks(Endpoint endpoint) {
    while (!closed) {
      try {
        endpoint.awaitDue();
        Thread.sleep(endpoint.poll());
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // Without this thread nothing would ever be confirmed.
        log.error("asking {} for acks failed unexpectedly", endpoint.address(), e);
        LockSupport.parkNanos(AFTER_ERROR.toNanos());
      }
    }
  }

  private void probe(Endpoint endpoint) {
    int failures = 0;
    boolean everOpen = false;
    while (!closed) {
      try {
        if (!endpoint.awaitHeld(pauses.health())) {
          endpoint.checkHealth();
          continue;
        }
        if (everOpen) {
          // Where probes succeed and events never do, it is probed ever later.
          failures = endpoint.hasDelivered() ? 0 : failures + 1;
          Thread.sleep(pauses.after(failures));
        }
        while (!closed && !endpoint.tryToOpen(ownEvent("the exporter is ready to send"))) {
          Thread.sleep(pauses.after(++failures));
        }
        everOpen = true;
        signal();
      } catch (InterruptedException e) {
        return;
      } catch (RuntimeException e) {
        // Without this thread the endpoint would never be used again.
        log.error("probing {} failed unexpectedly", endpoint.address(), e);
        failures++;
        everOpen = true;
      }
    }
  }

  private Batch ownEvent(String message) {
    return ownEvent(
        "exporter:" + host + ":" + clock.millis(),
        ("{\"message\":\""
                + message
                + "\",\"guarantee\":\""
                + configuration.guarantee().name().toLowerCase(Locale.ROOT)
                + "\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  private Batch ownEvent(String id, byte[] event) {
    long now = clock.millis();
    EventWriter writer = new EventWriter(new byte[1024]);
    writer.write(
        new HecEvent(
            now,
            host,
            "sightline",
            "sightline:exporter",
            configuration.index(),
            id,
            event,
            0,
            event.length));
    return writer.batch();
  }

  /** What becomes of an event that nobody waits for longer than it is of use. */
  private final class News implements Verdicts {
    private final AtomicInteger delivered = new AtomicInteger();

    @Override
    public void delivered(int first, int end) {
      delivered.addAndGet(end - first);
    }

    @Override
    public void rejected(int event, String reason, byte[] envelope) {
      log.warn("an event about the exporter itself is refused: {}", reason);
    }

    @Override
    public void unresolved(int first, int end, String reason) {
      log.debug("an event about the exporter itself is given up: {}", reason);
    }

    @Override
    public boolean wanted() {
      return isUsable();
    }
  }

  /** Waits, unless this destination closes. */
  private void pause(Duration duration) throws InterruptedException {
    long nanos = duration.toNanos();
    lock.lockInterruptibly();
    try {
      while (!closed && nanos > 0) {
        nanos = changed.awaitNanos(nanos);
      }
    } finally {
      lock.unlock();
    }
  }

  private void signal() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }
}
