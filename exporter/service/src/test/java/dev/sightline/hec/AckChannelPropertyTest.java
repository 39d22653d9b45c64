package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;

/**
 * One channel in front of indexers that each count ids from 0, index what they took late or never,
 * restart, and are chosen at random or by a cookie: whatever the order of events, no request is
 * confirmed whose events are not indexed.
 */
class AckChannelPropertyTest {

  /** An indexer, which knows the channel as an id for each request that it took. */
  private static final class Indexer {
    final String cookie;
    final Map<Long, Request> unread = new HashMap<>();
    long next;

    Indexer(String cookie) {
      this.cookie = cookie;
    }

    void restart() {
      unread.clear();
      next = 0;
    }
  }

  private static final class Request {
    final AckTicket ticket;
    boolean indexed;
    @Nullable Indexer by;
    long ackId = -1;

    Request(AckTicket ticket) {
      this.ticket = ticket;
    }
  }

  private record Poll(Set<Long> asked, Set<Long> confirmed, @Nullable String cookie) {}

  private final class World {
    final Random random;
    final boolean cookies;
    final AckChannel channel;
    final List<Indexer> indexers = new ArrayList<>();
    final List<Request> onTheWay = new ArrayList<>();
    final List<Request> atIndexer = new ArrayList<>();
    final List<Request> all = new ArrayList<>();
    final List<Poll> answers = new ArrayList<>();
    boolean established;

    World(long seed, int number, boolean cookies, boolean exclusive) {
      this.random = new Random(seed);
      this.cookies = cookies;
      this.channel = new AckChannel(exclusive, 0);
      for (int i = 0; i < number; i++) {
        indexers.add(new Indexer("lb=" + i));
      }
    }

    /** The load balancer keeps to its cookie, but for now and then. */
    Indexer route() {
      String cookie = channel.cookie();
      for (Indexer indexer : indexers) {
        if (cookies && indexer.cookie.equals(cookie) && random.nextInt(20) > 0) {
          return indexer;
        }
      }
      return indexers.get(random.nextInt(indexers.size()));
    }

    @Nullable String cookie(@Nullable Indexer indexer) {
      return cookies && indexer != null ? indexer.cookie : null;
    }

    <T> T any(List<T> list) {
      return list.remove(random.nextInt(list.size()));
    }

    void step() throws InterruptedException {
      switch (random.nextInt(9)) {
        case 0, 1 -> {
          // Before the first answer a second request would wait: there is nobody to wait for here.
          if (established || (onTheWay.isEmpty() && atIndexer.isEmpty())) {
            AckTicket ticket = channel.begin(0);
            if (ticket != null) {
              Request request = new Request(ticket);
              all.add(request);
              onTheWay.add(request);
            }
          }
        }
        case 2, 3 -> {
          if (!onTheWay.isEmpty()) {
            Request request = any(onTheWay);
            Indexer indexer = route();
            request.by = indexer;
            request.ackId = indexer.next++;
            indexer.unread.put(request.ackId, request);
            atIndexer.add(request);
          }
        }
        case 4, 5 -> answer();
        case 6 -> {
          if (!all.isEmpty()) {
            Request request = all.get(random.nextInt(all.size()));
            // What an indexer forgot in a restart is not indexed any more.
            Indexer by = request.by;
            request.indexed |= by != null && by.unread.get(request.ackId) == request;
          }
        }
        case 7 -> {
          Set<Long> asked = channel.asked();
          Indexer indexer = route();
          Set<Long> confirmed = new HashSet<>();
          for (Long id : asked) {
            Request request = indexer.unread.get(id);
            if (request != null && request.indexed) {
              indexer.unread.remove(id);
              confirmed.add(id);
            }
          }
          if (!asked.isEmpty() && random.nextInt(10) > 0) {
            answers.add(new Poll(asked, confirmed, cookie(indexer)));
          }
        }
        default -> {
          if (!answers.isEmpty()) {
            Poll poll = answers.removeFirst();
            channel.polled(poll.confirmed(), poll.cookie(), 0);
          }
          if (random.nextInt(40) == 0) {
            indexers.get(random.nextInt(indexers.size())).restart();
          }
        }
      }
      check();
    }

    void answer() {
      int kind = random.nextInt(12);
      if (kind == 0 && !onTheWay.isEmpty()) {
        channel.neverSent(any(onTheWay).ticket);
      } else if (kind == 1 && !onTheWay.isEmpty()) {
        channel.notTaken(any(onTheWay).ticket, cookie(route()));
      } else if (!atIndexer.isEmpty()) {
        Request request = any(atIndexer);
        String cookie = cookie(request.by);
        if (kind == 2) {
          channel.lost(request.ticket);
        } else if (kind == 3) {
          // Only some of its events were taken: it must be sent again, whatever is acknowledged.
          channel.partlyTaken(request.ticket, request.ackId, cookie);
          established = true;
        } else {
          channel.taken(request.ticket, request.ackId, cookie);
          established = true;
        }
      }
    }

    void check() {
      for (Request request : all) {
        if (request.ticket.outcome.isDone() && request.ticket.outcome.join()) {
          assertTrue(request.indexed, "confirmed, but not indexed: id " + request.ackId);
        }
      }
    }
  }

  @Property(tries = 4_000, shrinking = ShrinkingMode.OFF)
  void no_request_is_confirmed_that_is_not_indexed(
      @ForAll long seed, @ForAll @IntRange(min = 1, max = 3) int indexers, @ForAll boolean cookies)
      throws InterruptedException {
    World world = new World(seed, indexers, cookies, false);
    for (int i = 0; i < 150; i++) {
      world.step();
    }
  }

  @Property(tries = 1_000, shrinking = ShrinkingMode.OFF)
  void an_exclusive_channel_confirms_only_what_is_indexed(
      @ForAll long seed, @ForAll boolean cookies) throws InterruptedException {
    World world = new World(seed, 2, cookies, true);
    for (int i = 0; i < 60; i++) {
      world.step();
    }
  }

  @Property(tries = 50, shrinking = ShrinkingMode.OFF)
  void with_one_sound_indexer_everything_is_confirmed(@ForAll long seed)
      throws InterruptedException {
    Random random = new Random(seed);
    AckChannel channel = new AckChannel(false, 0);
    List<AckTicket> tickets = new ArrayList<>();
    for (long id = 0; id < 50; id++) {
      AckTicket ticket = channel.begin(0);
      assertNotNull(ticket);
      channel.taken(ticket, id, null);
      tickets.add(ticket);
      if (random.nextBoolean()) {
        channel.polled(channel.asked(), null, 0);
      }
    }
    channel.polled(channel.asked(), null, 0);
    assertTrue(
        tickets.stream().allMatch(ticket -> ticket.outcome.isDone() && ticket.outcome.join()));
  }
}
