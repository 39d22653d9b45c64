package dev.sightline.hec;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * One Splunk, by all of its endpoints. {@link #deliver} returns when the fate of every event is
 * known: it tries, waits, resends, splits and isolates, and confirms nothing that Splunk did not.
 *
 * <p>While no endpoint is usable nothing is sent but probes, and {@link #awaitUsable} blocks: who
 * receives messages must call it first.
 */
public final class Destination implements AutoCloseable {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(15);

  private final HecConfiguration configuration;
  private final HecObserver observer;
  private final InstantSource clock;
  private final String host;
  private final HecHttp http;
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
    this.configuration = configuration;
    this.observer = observer;
    this.clock = clock;
    this.host = host;
    this.http = new HecHttp(configuration);
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
    Isolation isolation = new Isolation();
    send(batch, 0, verdicts, isolation);
    if (isolation.offenders.isEmpty()) {
      return;
    }
    // Where every event is refused, the events may not be at fault: an event that is known to be
    // good decides. Refused as well, it is configuration, and nothing is quarantined for it.
    while (isolation.accepted == 0 && !controlIsAccepted()) {
      if (closed || !verdicts.wanted()) {
        for (Offender offender : isolation.offenders) {
          verdicts.unresolved(
              offender.event(), offender.event() + 1, "HEC refuses every event, even a probe");
        }
        return;
      }
      Thread.sleep(pause(3));
    }
    for (Offender offender : isolation.offenders) {
      verdicts.rejected(offender.event(), offender.reason(), offender.envelope());
    }
  }

  @Override
  public void close() {
    closed = true;
    threads.forEach(Thread::interrupt);
    signal();
    http.close();
  }

  private record Offender(int event, String reason, byte[] envelope) {}

  private static final class Isolation {
    final List<Offender> offenders = new ArrayList<>();
    int accepted;
  }

  /** The decision: what follows from what became of a request. */
  private void send(Batch batch, int first, Verdicts verdicts, Isolation isolation)
      throws InterruptedException {
    int end = first + batch.events();
    long giveUp = System.nanoTime() + configuration.deliveryDeadline().toNanos();
    int failures = 0;
    String last = "no endpoint of HEC is usable";
    while (true) {
      if (closed || !verdicts.wanted()) {
        verdicts.unresolved(first, end, last);
        return;
      }
      Endpoint endpoint = next();
      if (endpoint == null) {
        awaitUsable(Duration.ofMillis(500));
        continue;
      }
      Delivery delivery = endpoint.attempt(batch);
      switch (delivery) {
        case Delivery.Acknowledged _ -> {
          isolation.accepted += batch.events();
          verdicts.delivered(first, end);
          return;
        }
        case Delivery.Unresolved unresolved -> {
          last = unresolved.reason();
          if (System.nanoTime() >= giveUp) {
            verdicts.unresolved(first, end, last);
            return;
          }
          observer.resent(batch.events());
        }
        case Delivery.Unavailable unavailable -> {
          last = unavailable.reason();
          failures++;
          // Another endpoint is tried at once, the same one after a pause.
          if (failures % endpoints.size() == 0 && endpoint.isUsable()) {
            Thread.sleep(pause(failures / endpoints.size()));
          }
        }
        case Delivery.Misconfigured misconfigured -> last = misconfigured.reason();
        case Delivery.Rejected rejected -> {
          if (batch.events() > 1) {
            halves(batch, first, verdicts, isolation);
          } else {
            alone(batch, first, rejected, verdicts, isolation);
          }
          return;
        }
        case Delivery.TooLarge large -> {
          if (batch.events() > 1) {
            halves(batch, first, verdicts, isolation);
          } else {
            isolation.accepted++; // Its size is at fault, whatever HEC thinks of others.
            isolation.offenders.add(
                new Offender(first, "too large for HEC: " + large.reason(), batch.envelope(0)));
          }
          return;
        }
      }
    }
  }

  private void halves(Batch batch, int first, Verdicts verdicts, Isolation isolation)
      throws InterruptedException {
    int half = batch.events() / 2;
    send(batch.slice(0, half), first, verdicts, isolation);
    send(batch.slice(half, batch.events()), first + half, verdicts, isolation);
  }

  /** One event that HEC refuses: code 15 speaks of the indexed field, so it goes once without. */
  private void alone(
      Batch batch, int first, Delivery.Rejected rejected, Verdicts verdicts, Isolation isolation)
      throws InterruptedException {
    if (rejected.code() == 15) {
      Batch without = batch.withoutFields(0);
      if (without.size() < batch.size()) {
        send(without, first, verdicts, isolation);
        return;
      }
    }
    isolation.offenders.add(new Offender(first, rejected.reason(), batch.envelope(0)));
  }

  /** Whether HEC takes an event that has nothing wrong with it. */
  private boolean controlIsAccepted() throws InterruptedException {
    Endpoint endpoint = next();
    if (endpoint == null) {
      awaitUsable(Duration.ofSeconds(1));
      return false;
    }
    Delivery delivery = endpoint.attempt(ownEvent("control: is any event accepted"));
    if (delivery instanceof Delivery.Rejected rejected) {
      endpoint.hold("HEC refuses every event, even a probe: " + rejected.reason(), true);
      return false;
    }
    return delivery instanceof Delivery.Acknowledged;
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
    long pause = 50;
    try {
      while (!closed) {
        endpoint.awaitPending();
        Thread.sleep(pause);
        pause = endpoint.poll() ? 50 : Math.min(2_000, pause * 3 / 2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void probe(Endpoint endpoint) {
    int failures = 0;
    try {
      while (!closed) {
        endpoint.awaitHeld();
        Delivery delivery = endpoint.probe(ownEvent("the exporter is ready to send"));
        switch (delivery) {
          case Delivery.Acknowledged _ -> {
            failures = 0;
            endpoint.open();
            signal();
            continue;
          }
          case Delivery.Unresolved unresolved -> endpoint.hold(unresolved.reason(), false);
          case Delivery.Unavailable unavailable -> endpoint.hold(unavailable.reason(), false);
          case Delivery.Misconfigured wrong -> endpoint.hold(wrong.reason(), true);
          case Delivery.Rejected rejected ->
              endpoint.hold("HEC refuses even a probe: " + rejected.reason(), true);
          case Delivery.TooLarge large ->
              endpoint.hold("HEC refuses even a probe: " + large.reason(), true);
        }
        Thread.sleep(pause(++failures));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Batch ownEvent(String message) {
    long now = clock.millis();
    byte[] event =
        ("{\"message\":\""
                + message
                + "\",\"guarantee\":\""
                + configuration.guarantee().name().toLowerCase(java.util.Locale.ROOT)
                + "\"}")
            .getBytes(StandardCharsets.UTF_8);
    EventWriter writer = new EventWriter(new byte[512]);
    writer.write(
        new HecEvent(
            now,
            host,
            "sightline",
            "sightline:exporter",
            configuration.index(),
            "exporter:" + host + ":" + now,
            event,
            0,
            event.length));
    return writer.batch();
  }

  /** Doubles from 200 ms to 15 s, with as much chance again as half of it. */
  private static Duration pause(int failures) {
    long most =
        Math.min(LONGEST_PAUSE.toMillis(), FIRST_PAUSE.toMillis() << Math.min(10, failures));
    return Duration.ofMillis(most / 2 + ThreadLocalRandom.current().nextLong(most / 2 + 1));
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
