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

  /** Where nobody asks for acks, a token may keep them all the same: for so many on a channel. */
  private static final int MOST_UNASKED = 10_000;

  /** After such an answer; twice as long after the next. */
  private static final Duration FIRST_PAUSE = Duration.ofMillis(25);

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

  private volatile boolean isSplunk;
  private volatile boolean isGateway;
  private AckChannel unaskedChannel = new AckChannel();
  private long unasked;
  private boolean stopped;
  private boolean misconfigured;
  private String reason = "not probed yet";
  private int failures;
  private int unreadablePolls;

  /** What sending alone tells. */
  private sealed interface Sent {}

  private record NotTried(Delivery delivery) implements Sent {}

  private record Over(Delivery delivery) implements Sent {}

  private record Waiting(AckChannel channel) implements Sent {}

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
    this.channels = new AckChannels(target.address(), http, observer, configuration.ackDeadline());
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

  /**
   * Asks for the acks that are due; called by one thread only.
   *
   * @return how long to wait before the next questions, where none of these was answered
   */
  Duration poll() throws InterruptedException {
    AckChannels.Round round = channels.poll();
    if (round.problems().isEmpty() || round.readable() > 0) {
      unreadablePolls = 0;
      return Duration.ZERO;
    }
    AckChannels.Problem problem = round.problems().getLast();
    if (++unreadablePolls >= POLLS_TO_HOLD) {
      unreadablePolls = 0;
      acksDoubted = true;
      hold("acks cannot be read: " + problem.reason(), problem.answered());
    }
    Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(6, unreadablePolls));
    Duration longest = configuration.ackDeadline().dividedBy(10);
    return pause.compareTo(longest) > 0 ? longest : pause;
  }

  /** Waits until an ack is to be asked for. */
  void awaitDue() throws InterruptedException {
    channels.awaitDue();
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
    log.info("{} accepts events: {}", address(), configuration.means());
  }

  private Optional<Delivery.Unavailable> unhealthy() throws IOException {
    HecHttp.Answer answer = http.health(address());
    return replies.unhealthy(answer.status(), answer.body());
  }

  /**
   * Looks whether this is a gateway that answers acknowledgments itself, until that is known.
   *
   * @return why nothing may be sent there, where the operator did not name it
   */
  Optional<String> gateway() throws IOException {
    if (isSplunk || configuration.guarantee() == Guarantee.ACCEPTED) {
      return Optional.empty();
    }
    return switch (GatewaySigns.ask(http, address(), configuration.index())) {
      case GatewaySigns.Answer.Unclear _ -> Optional.empty();
      case GatewaySigns.Answer.Splunk _ -> {
        isSplunk = true;
        yield Optional.empty();
      }
      case GatewaySigns.Answer.Gateway(String sign) -> {
        isGateway = true;
        yield configuration.gateway() == null
            ? Optional.of(gatewaySentence(sign))
            : Optional.empty();
      }
    };
  }

  /** Whether it was seen to be a gateway. */
  boolean isGateway() {
    return isGateway;
  }

  private String gatewaySentence(String sign) {
    return address()
        + " is a gateway that answers acknowledgments itself ("
        + sign
        + ", which Splunk never does): they say that the gateway took the events, not that Splunk"
        + " has them. Switch off its sending queue and its retries, so that it passes Splunk's"
        + " refusals on, and name it by SIGHTLINE_HEC_GATEWAY (docs/gateways.md), or set"
        + " SIGHTLINE_HEC_GUARANTEE=accepted";
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
    Sent sent = sendInTurn(event, Purpose.PROBE);
    if (sent instanceof Waiting waiting) {
      // Its token acknowledges: now the questions have answers.
      try {
        Optional<String> gateway = gateway();
        if (gateway.isPresent()) {
          channels.forget(waiting.channel());
          return new Over(new Delivery.Misconfigured(gateway.get()));
        }
      } catch (IOException e) {
        channels.forget(waiting.channel());
        return new Over(ConnectionFailure.delivery(e, address()));
      }
    }
    return sent;
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
    if (!usable && purpose != Purpose.PROBE) {
      // It was held while this request waited for its turn.
      return new NotTried(new Delivery.Unavailable(status().reason(), Remedy.AGAIN));
    }
    try {
      AckChannel channel = channel();
      Compression used = compression;
      HecHttp.Answer answer = http.events(address(), channel, batch, used);
      boolean compressed = used != Compression.OFF;
      Reply reply = replies.read(answer.status(), answer.body(), compressed, configuration.index());
      if (answer.status() == 415 && compressed) {
        compression = Compression.OFF;
        log.warn("{} does not accept gzip: requests are sent uncompressed", address());
        return send(batch, purpose);
      }
      return act(reply, channel, answer);
    } catch (IOException e) {
      return new Over(ConnectionFailure.delivery(e, address()));
    }
  }

  /** A new one for each request whose ack is waited for; else the same for many. */
  private AckChannel channel() {
    if (configuration.guarantee() == Guarantee.INDEXED) {
      return new AckChannel();
    }
    lock.lock();
    try {
      if (unasked++ % MOST_UNASKED == 0) {
        unaskedChannel = new AckChannel();
      }
      return unaskedChannel;
    } finally {
      lock.unlock();
    }
  }

  private Sent act(Reply reply, AckChannel channel, HecHttp.Answer answer) {
    return switch (reply) {
      case Reply.Taken taken -> {
        limit.succeeded();
        if (taken.nearCapacity()) {
          limit.slowDown();
        }
        if (configuration.guarantee() == Guarantee.ACCEPTED) {
          yield new Over(new Delivery.Acknowledged());
        }
        channel.taken(answer.cookie());
        channels.await(channel, taken.ackId().orElseThrow());
        yield new Waiting(channel);
      }
      case Reply.Refused refused -> new Over(refused.delivery());
      case Reply.Unclear unclear -> new Over(unclear.delivery());
    };
  }

  /** Waits for the ack where there is one to wait for. */
  private Delivery known(Sent sent) throws InterruptedException {
    return switch (sent) {
      case NotTried notTried -> notTried.delivery();
      case Over over -> over.delivery();
      case Waiting waiting -> acknowledgment(waiting.channel());
    };
  }

  private Delivery acknowledgment(AckChannel channel) throws InterruptedException {
    try {
      boolean indexed = channel.outcome.get(configuration.ackDeadline().toNanos(), NANOSECONDS);
      return indexed
          ? new Delivery.Acknowledged()
          : new Delivery.Unresolved("nobody asks for its ack any more", false);
    } catch (TimeoutException e) {
      return new Delivery.Unresolved(
          "no acknowledgment within " + configuration.ackDeadline().toMillis() / 1000.0 + " s",
          true);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    } finally {
      channels.forget(channel);
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
