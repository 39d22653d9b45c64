package dev.sightline.hec;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import dev.sightline.hec.Delivery.Remedy;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One address of HEC: sends one request at a time of asking, waits for its ack, and knows whether
 * the address is worth trying. Starts unusable: the first successful probe opens it.
 */
final class Endpoint {
  private static final Logger log = LoggerFactory.getLogger(Endpoint.class);

  /** Failures in a row after which only probes are sent. */
  private static final int FAILURES_TO_HOLD = 5;

  /** Unreadable answers in a row after which the ack endpoint counts as out of order. */
  private static final int POLLS_TO_HOLD = 10;

  private final HecConfiguration configuration;
  private final HecConfiguration.Target target;
  private final HecHttp http;
  private final ReplyReader replies;
  private final HecObserver observer;
  private final RequestLimit limit;
  private final AckChannels channels;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition held = lock.newCondition();
  private volatile Compression compression;
  private volatile boolean usable;

  /** Whether events were delivered since the last probe. */
  private volatile boolean delivered;

  /** Whether acks went missing lately. */
  private volatile boolean acksDoubted;

  private boolean stopped;
  private boolean misconfigured;
  private String reason = "not probed yet";
  private int failures;
  private int unreadablePolls;

  /** What sending alone tells. */
  private sealed interface Sent {}

  private record NotTried(Delivery delivery) implements Sent {}

  private record Over(Delivery delivery) implements Sent {}

  private record Waiting(AckChannel channel, AckTicket ticket) implements Sent {}

  Endpoint(
      HecConfiguration configuration,
      HecConfiguration.Target target,
      HecHttp http,
      HecObserver observer) {
    this.configuration = configuration;
    this.target = target;
    this.http = http;
    this.replies = new ReplyReader(configuration.guarantee());
    this.observer = observer;
    this.limit = new RequestLimit(configuration.connections());
    this.channels = new AckChannels(target.address(), http, observer);
    this.compression = configuration.compression();
  }

  URI address() {
    return target.address();
  }

  int weight() {
    return target.weight();
  }

  /** Requests at once, as HEC's own answers allow it. */
  int requestLimit() {
    return limit.limit();
  }

  EndpointStatus status() {
    lock.lock();
    try {
      return new EndpointStatus(
          address(),
          usable,
          usable ? "" : reason,
          !usable && misconfigured,
          http.certificateEnd(address()).orElse(null));
    } finally {
      lock.unlock();
    }
  }

  boolean isUsable() {
    return usable;
  }

  /** Whether events were delivered here since it was opened. */
  boolean hasDelivered() {
    return delivered;
  }

  /** Sends the events once, and waits until their fate is known or the ack deadline has passed. */
  Delivery attempt(Batch batch, Purpose purpose) throws InterruptedException {
    Sent sent = sendInTurn(batch, purpose);
    if (sent instanceof NotTried notTried) {
      return notTried.delivery();
    }
    Delivery delivery = known(sent);
    observer.attempted(address(), batch, delivery);
    delivered |= delivery instanceof Delivery.Acknowledged;
    if (sent instanceof Waiting) {
      note(delivery);
    }
    return delivery;
  }

  /** Asks HEC how it is, and sends a probe event if it is well. */
  Delivery probe(Batch event) throws InterruptedException {
    Delivery delivery = known(tryOut(event));
    observer.attempted(address(), event, delivery);
    return delivery;
  }

  /**
   * Probes, and opens or holds the endpoint. HEC's word is enough to open it, for Splunk may take
   * minutes to acknowledge a small request; after acks went missing, only an ack is.
   *
   * @return whether it is open now
   */
  boolean tryToOpen(Batch event) throws InterruptedException {
    Sent sent = tryOut(event);
    if (sent instanceof Waiting && !acksDoubted) {
      open();
      Thread.ofVirtual()
          .name("probe-ack")
          .start(() -> {
            try {
              Delivery delivery = known(sent);
              observer.attempted(address(), event, delivery);
              note(delivery);
            } catch (InterruptedException e) {
              Thread.currentThread().interrupt();
            }
          });
      return isUsable();
    }
    Delivery delivery = known(sent);
    observer.attempted(address(), event, delivery);
    switch (delivery) {
      case Delivery.Acknowledged _ -> open();
      case Delivery.Unresolved unresolved -> hold(unresolved.reason(), false);
      case Delivery.Unavailable unavailable -> hold(unavailable.reason(), false);
      case Delivery.Misconfigured wrong -> hold(wrong.reason(), true);
      case Delivery.Rejected rejected ->
          hold("HEC refuses even a probe: " + rejected.reason(), true);
      case Delivery.TooLarge large -> hold("HEC refuses even a probe: " + large.reason(), true);
    }
    return isUsable();
  }

  /** Holds the endpoint where HEC says that it is unhealthy; what else is wrong, events tell. */
  void checkHealth() {
    try {
      unhealthy().ifPresent(unavailable -> hold(unavailable.reason(), false));
    } catch (IOException e) {
      log.debug("{} did not tell its health: {}", address(), e.getMessage());
    }
  }

  /** Asks for the acks that are pending; called by one thread only. */
  boolean poll() {
    AckChannels.Round round = channels.poll();
    for (AckChannels.Problem problem : round.problems()) {
      if (++unreadablePolls >= POLLS_TO_HOLD) {
        unreadablePolls = 0;
        acksDoubted = true;
        hold("acks cannot be read: " + problem.reason(), problem.answered());
      }
    }
    if (round.problems().isEmpty()) {
      unreadablePolls = 0;
    }
    return round.confirmed() > 0;
  }

  /** Waits until an ack is pending. */
  void awaitPending() throws InterruptedException {
    channels.awaitPending();
  }

  /**
   * Waits until the endpoint is held.
   *
   * @return whether it is; false after the given time
   */
  boolean awaitHeld(Duration atMost) throws InterruptedException {
    long nanos = atMost.toNanos();
    lock.lockInterruptibly();
    try {
      while (usable && nanos > 0) {
        nanos = held.awaitNanos(nanos);
      }
      return !usable;
    } finally {
      lock.unlock();
    }
  }

  /** No more events are sent here until a probe succeeds. */
  void hold(String why, boolean needsPerson) {
    lock.lock();
    try {
      boolean known = stopped || (!usable && why.equals(reason));
      usable = false;
      reason = why;
      misconfigured = needsPerson;
      held.signalAll();
      if (known) {
        return;
      }
    } finally {
      lock.unlock();
    }
    log.warn("{} is not used until a probe succeeds: {}", address(), why);
  }

  /** Nothing is sent any more, and nobody waits for an ack any longer. */
  void stop() {
    lock.lock();
    try {
      stopped = true;
    } finally {
      lock.unlock();
    }
    hold("the exporter stops", false);
    channels.abandon();
  }

  private void open() {
    lock.lock();
    try {
      if (stopped) {
        return;
      }
      usable = true;
      delivered = false;
      misconfigured = false;
      acksDoubted = false;
      failures = 0;
    } finally {
      lock.unlock();
    }
    log.info("{} accepts events: {}", address(), configuration.guarantee().words());
  }

  private Optional<Delivery.Unavailable> unhealthy() throws IOException {
    HecHttp.Answer answer = http.health(address());
    return replies.unhealthy(answer.status(), answer.body());
  }

  private Sent tryOut(Batch event) throws InterruptedException {
    try {
      Optional<Delivery.Unavailable> unhealthy = unhealthy();
      if (unhealthy.isPresent()) {
        return new Over(unhealthy.get());
      }
    } catch (IOException e) {
      return new Over(ConnectionFailure.delivery(e, address()));
    }
    return sendInTurn(event, Purpose.PROBE);
  }

  private Sent sendInTurn(Batch batch, Purpose purpose) throws InterruptedException {
    limit.acquire();
    try {
      Sent sent = send(batch, purpose);
      if (sent instanceof Over over && purpose != Purpose.PROBE) {
        // Before the next one has its turn: it need not meet the same.
        note(over.delivery());
      }
      return sent;
    } finally {
      limit.release();
    }
  }

  private Sent send(Batch batch, Purpose purpose) throws InterruptedException {
    AckChannel channel;
    AckTicket ticket;
    do {
      if (!usable && purpose != Purpose.PROBE) {
        // It was held while this request waited for its turn.
        return new NotTried(new Delivery.Unavailable(status().reason(), Remedy.AGAIN));
      }
      channel = purpose == Purpose.ISOLATION ? channels.single() : channels.next();
      ticket = channel.begin(System.nanoTime());
    } while (ticket == null);
    boolean settled = false;
    try {
      Compression used = compression;
      HecHttp.Answer answer = http.events(address(), channel, batch, used);
      boolean compressed = used != Compression.OFF;
      Reply reply = replies.read(answer.status(), answer.body(), compressed, configuration.index());
      if (answer.status() == 415 && compressed) {
        channel.notTaken(ticket, answer.cookie());
        settled = true;
        compression = Compression.OFF;
        log.warn("{} does not accept gzip: requests are sent uncompressed", address());
        return send(batch, purpose);
      }
      Sent sent = act(reply, channel, ticket, answer);
      settled = true;
      return sent;
    } catch (IOException e) {
      if (ConnectionFailure.isBeforeRequest(e)) {
        channel.neverSent(ticket);
        settled = true;
      }
      return new Over(ConnectionFailure.delivery(e, address()));
    } finally {
      if (!settled) {
        channel.lost(ticket);
      }
    }
  }

  private Sent act(Reply reply, AckChannel channel, AckTicket ticket, HecHttp.Answer answer) {
    return switch (reply) {
      case Reply.Taken taken -> {
        limit.succeeded();
        if (taken.nearCapacity()) {
          limit.slowDown();
        }
        if (configuration.guarantee() == Guarantee.ACCEPTED) {
          channel.accepted(ticket, answer.cookie());
          yield new Over(new Delivery.Acknowledged());
        }
        channel.taken(ticket, taken.ackId().orElseThrow(), answer.cookie());
        channels.answered(channel);
        yield new Waiting(channel, ticket);
      }
      case Reply.Refused refused -> {
        if (refused.ackId().isPresent()) {
          channel.partlyTaken(ticket, refused.ackId().getAsLong(), answer.cookie());
        } else {
          channel.notTaken(ticket, answer.cookie());
        }
        if (refused.channelFull()) {
          channel.retire();
        }
        channels.answered(channel);
        yield new Over(refused.delivery());
      }
      case Reply.Unclear unclear -> {
        channel.lost(ticket);
        yield new Over(unclear.delivery());
      }
    };
  }

  /** Waits for the ack where there is one to wait for. */
  private Delivery known(Sent sent) throws InterruptedException {
    return switch (sent) {
      case NotTried notTried -> notTried.delivery();
      case Over over -> over.delivery();
      case Waiting waiting -> acknowledgment(waiting.channel(), waiting.ticket());
    };
  }

  private Delivery acknowledgment(AckChannel channel, AckTicket ticket)
      throws InterruptedException {
    boolean over = false;
    try {
      boolean indexed = ticket.outcome.get(configuration.ackDeadline().toNanos(), NANOSECONDS);
      over = true;
      return indexed
          ? new Delivery.Acknowledged()
          : new Delivery.Unresolved("the acks of its channel can no longer be trusted", false);
    } catch (TimeoutException e) {
      return new Delivery.Unresolved(
          "no acknowledgment within " + configuration.ackDeadline().toMillis() / 1000.0 + " s",
          true);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      if (!over) {
        channel.expired(ticket);
      }
    }
  }

  private void note(Delivery delivery) {
    switch (delivery) {
      case Delivery.Acknowledged _, Delivery.Rejected _, Delivery.TooLarge _ -> {
        lock.lock();
        try {
          failures = 0;
        } finally {
          lock.unlock();
        }
      }
      case Delivery.Unresolved unresolved -> {
        if (unresolved.late()) {
          failed(unresolved.reason(), true);
        }
      }
      case Delivery.Misconfigured wrong -> hold(wrong.reason(), true);
      case Delivery.Unavailable unavailable -> {
        switch (unavailable.remedy()) {
          case AGAIN -> failed(unavailable.reason(), false);
          case SLOWER -> {
            limit.slowDown();
            failed(unavailable.reason(), false);
          }
          case PROBE -> hold(unavailable.reason(), false);
        }
      }
    }
  }

  /**
   * Counts a failure, and holds the endpoint where it was one too many.
   *
   * @param ackMissing whether it was an ack that did not come: then only an ack opens it again,
   *     which whoever probes must know before the endpoint is held
   */
  private void failed(String why, boolean ackMissing) {
    lock.lock();
    try {
      failures++;
      if (failures < FAILURES_TO_HOLD || !usable) {
        return;
      }
      acksDoubted |= ackMissing;
    } finally {
      lock.unlock();
    }
    hold(why, false);
  }
}
