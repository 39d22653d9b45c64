package dev.sightline.hec;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLPeerUnverifiedException;
import org.apache.hc.client5.http.ConnectTimeoutException;
import org.jspecify.annotations.Nullable;
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

  /** Splunk forgets a silent channel's acks after 600 s: ours ends in half of that. */
  private static final long CHANNEL_IDLE_NANOS = Duration.ofMinutes(5).toNanos();

  private final HecConfiguration configuration;
  private final HecConfiguration.Target target;
  private final HecHttp http;
  private final ReplyReader replies;
  private final HecObserver observer;
  private final RequestLimit limit;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final List<AckChannel> channels = new ArrayList<>();
  private @Nullable AckChannel current;
  private boolean exclusive;
  private boolean usable;
  private boolean misconfigured;
  private String reason = "not probed yet";
  private int failures;
  private int unreadablePolls;

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
  }

  URI address() {
    return target.address();
  }

  int weight() {
    return target.weight();
  }

  int requestLimit() {
    return limit.limit();
  }

  EndpointStatus status() {
    lock.lock();
    try {
      return new EndpointStatus(address(), usable, usable ? "" : reason, !usable && misconfigured);
    } finally {
      lock.unlock();
    }
  }

  boolean isUsable() {
    lock.lock();
    try {
      return usable;
    } finally {
      lock.unlock();
    }
  }

  /** Sends the events once, and waits until their fate is known or the ack deadline has passed. */
  Delivery attempt(Batch batch) throws InterruptedException {
    limit.acquire();
    if (!isUsable()) {
      // It was held while this request waited for its turn.
      limit.release();
      return new Delivery.Unavailable(status().reason(), false);
    }
    Delivery delivery = send(batch);
    observer.attempted(address(), batch, delivery);
    note(delivery);
    return delivery;
  }

  /** Asks HEC how it is, and sends a probe event if it is well. */
  Delivery probe(Batch event) throws InterruptedException {
    try {
      HecHttp.Answer answer = http.health(address());
      // Proxies and old versions have no health address: only HEC's own "unhealthy" counts.
      if (answer.status() == 503) {
        return new Delivery.Unavailable("HEC's health is " + answer.status(), false);
      }
    } catch (IOException e) {
      return new Delivery.Unavailable(said(e), false);
    }
    limit.acquire();
    Delivery delivery = send(event);
    observer.attempted(address(), event, delivery);
    return delivery;
  }

  /** Asks for the acks that are pending on every channel; called by one thread only. */
  boolean poll() {
    boolean confirmedAny = false;
    for (AckChannel channel : channels()) {
      Set<Long> asked = channel.asked();
      if (asked.isEmpty()) {
        continue;
      }
      try {
        HecHttp.Answer answer = http.acks(address(), channel, asked);
        observer.polled(address());
        Set<Long> confirmed = ReplyReader.acks(answer.status(), answer.body(), asked);
        unreadablePolls = 0;
        channel.polled(confirmed, answer.cookie(), System.nanoTime());
        noteSession(channel);
        confirmedAny |= !confirmed.isEmpty();
      } catch (IOException e) {
        unreadable(said(e), false);
      } catch (UnreadableAckException e) {
        unreadable(String.valueOf(e.getMessage()), true);
      }
    }
    return confirmedAny;
  }

  /** Waits until an ack is pending. */
  void awaitPending() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (channels.stream().allMatch(channel -> channel.asked().isEmpty())) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Waits until the endpoint is held. */
  void awaitHeld() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (usable) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  /** From now on events are sent here. */
  void open() {
    lock.lock();
    try {
      usable = true;
      misconfigured = false;
      failures = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    log.info("{} accepts events: {}", address(), configuration.guarantee().words());
  }

  /** No more events are sent here until a probe succeeds. */
  void hold(String why, boolean needsPerson) {
    lock.lock();
    try {
      boolean known = !usable && why.equals(reason);
      usable = false;
      reason = why;
      misconfigured = needsPerson;
      changed.signalAll();
      if (known) {
        return;
      }
    } finally {
      lock.unlock();
    }
    log.warn("{} is not used until a probe succeeds: {}", address(), why);
  }

  /** Sends one request; the caller has acquired the limit, which is released here. */
  private Delivery send(Batch batch) throws InterruptedException {
    AckChannel channel;
    AckTicket ticket;
    Reply reply;
    try {
      do {
        channel = channel();
        ticket = channel.begin(System.nanoTime());
      } while (ticket == null);
      boolean answered = false;
      try {
        HecHttp.Answer answer = http.events(address(), channel, batch);
        boolean compressed = configuration.compression() != Compression.OFF;
        reply = replies.read(answer.status(), answer.body(), compressed, configuration.index());
        answered = true;
        switch (reply) {
          case Reply.Taken taken -> {
            limit.succeeded();
            if (taken.nearCapacity()) {
              limit.slowDown();
            }
            if (configuration.guarantee() == Guarantee.ACCEPTED) {
              channel.accepted(ticket, answer.cookie());
              return new Delivery.Acknowledged();
            }
            channel.taken(ticket, taken.ackId().getAsLong(), answer.cookie());
            noteSession(channel);
            signal();
          }
          case Reply.NotTaken notTaken -> {
            if (isHecs(answer)) {
              channel.notTaken(ticket);
            } else {
              channel.lost(ticket);
            }
            return notTaken.delivery();
          }
        }
      } catch (ConnectException
          | NoRouteToHostException
          | UnknownHostException
          | ConnectTimeoutException e) {
        answered = true;
        channel.notTaken(ticket);
        return new Delivery.Unavailable(said(e), false);
      } catch (SSLHandshakeException | SSLPeerUnverifiedException e) {
        answered = true;
        channel.notTaken(ticket);
        return new Delivery.Misconfigured(
            "TLS with "
                + address()
                + " fails ("
                + e.getMessage()
                + "): check its certificate, and SIGHTLINE_HEC_CERTIFICATE_AUTHORITY");
      } catch (IOException e) {
        return new Delivery.Unavailable(said(e), false);
      } finally {
        if (!answered) {
          channel.lost(ticket);
        }
      }
    } finally {
      limit.release();
    }
    return acknowledgment(channel, ticket);
  }

  private Delivery acknowledgment(AckChannel channel, AckTicket ticket)
      throws InterruptedException {
    try {
      return ticket.outcome.get(configuration.ackDeadline().toNanos(), NANOSECONDS)
          ? new Delivery.Acknowledged()
          : new Delivery.Unresolved("the acks of its channel can no longer be trusted", false);
    } catch (TimeoutException e) {
      channel.expired(ticket);
      return new Delivery.Unresolved(
          "no acknowledgment within " + configuration.ackDeadline().toSeconds() + " s", true);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** An answer in HEC's own JSON says what HEC did; a proxy's page does not. */
  private static boolean isHecs(HecHttp.Answer answer) {
    return answer.body().length > 0
        && answer.body()[0] == '{'
        && answer.status() != 502
        && answer.status() != 504
        && answer.status() != 408;
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
          failed(unresolved.reason());
        }
      }
      case Delivery.Misconfigured wrong -> hold(wrong.reason(), true);
      case Delivery.Unavailable unavailable -> {
        if (unavailable.busy()) {
          limit.slowDown();
        }
        failed(unavailable.reason());
      }
    }
  }

  private void failed(String why) {
    lock.lock();
    try {
      failures++;
      if (failures < FAILURES_TO_HOLD) {
        return;
      }
    } finally {
      lock.unlock();
    }
    hold(why, false);
  }

  private void unreadable(String why, boolean answered) {
    unreadablePolls++;
    if (unreadablePolls >= POLLS_TO_HOLD) {
      unreadablePolls = 0;
      hold("acks cannot be read: " + why, answered);
    }
  }

  /** Where two indexers answered on one channel, every request has its own from now on. */
  private void noteSession(AckChannel channel) {
    if (!channel.isMixed()) {
      return;
    }
    lock.lock();
    try {
      if (exclusive) {
        return;
      }
      exclusive = true;
    } finally {
      lock.unlock();
    }
    log.warn(
        "{} answers from more than one indexer on one channel; every request now has a channel of"
            + " its own. Sticky sessions on the load balancer would save requests",
        address());
  }

  private AckChannel channel() {
    lock.lock();
    try {
      long now = System.nanoTime();
      AckChannel usual = current;
      if (usual != null && usual.isIdle(now, CHANNEL_IDLE_NANOS)) {
        usual.retire();
      }
      if (usual == null || usual.isRetired()) {
        channels.removeIf(AckChannel::isOver);
        usual = new AckChannel(exclusive, now);
        channels.add(usual);
        current = usual;
      }
      return usual;
    } finally {
      lock.unlock();
    }
  }

  private List<AckChannel> channels() {
    lock.lock();
    try {
      channels.removeIf(AckChannel::isOver);
      return List.copyOf(channels);
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

  private String said(IOException e) {
    String message = e.getMessage();
    return address()
        + " does not answer ("
        + e.getClass().getSimpleName()
        + (message == null ? ")" : ": " + message + ")");
  }
}
