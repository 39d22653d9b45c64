package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AckChannelTest {
  private final AckChannel channel = new AckChannel(false, 0);

  private AckTicket begin() throws InterruptedException {
    AckTicket ticket = channel.begin(0);
    assertNotNull(ticket);
    return ticket;
  }

  private AckTicket taken(long ackId, @Nullable String cookie) throws InterruptedException {
    AckTicket ticket = begin();
    channel.taken(ticket, ackId, cookie);
    return ticket;
  }

  private void confirm(long ackId, @Nullable String cookie) {
    channel.polled(Set.of(ackId), cookie, 0);
  }

  private static void assertConfirmed(AckTicket ticket) {
    assertTrue(ticket.outcome.isDone() && ticket.outcome.join());
  }

  private static void assertSpoiled(AckTicket ticket) {
    assertTrue(ticket.outcome.isDone() && !ticket.outcome.join());
  }

  private static void assertOpen(AckTicket ticket) {
    assertFalse(ticket.outcome.isDone());
  }

  @Test
  void an_acknowledged_request_is_confirmed_once_and_no_longer_asked_for()
      throws InterruptedException {
    AckTicket first = taken(0, null);
    AckTicket second = taken(1, null);
    assertEquals(Set.of(0L, 1L), channel.asked());
    confirm(0, null);
    assertConfirmed(first);
    assertOpen(second);
    assertEquals(Set.of(1L), channel.asked());
    confirm(0, null);
    assertOpen(second);
  }

  @Test
  void an_id_that_nobody_holds_confirms_nothing() throws InterruptedException {
    AckTicket ticket = taken(5, null);
    confirm(6, null);
    assertOpen(ticket);
  }

  @Test
  void an_id_handed_out_twice_spoils_both_and_the_channel() throws InterruptedException {
    AckTicket first = taken(0, null);
    AckTicket second = taken(0, null);
    assertSpoiled(first);
    assertSpoiled(second);
    assertTrue(channel.isMixed());
    assertNull(channel.begin(0));
    assertTrue(channel.isOver());
  }

  @Test
  void an_id_handed_out_again_after_it_was_confirmed_spoils_too() throws InterruptedException {
    AckTicket first = taken(0, null);
    confirm(0, null);
    AckTicket other = taken(1, null);
    AckTicket second = taken(0, null);
    assertConfirmed(first);
    assertSpoiled(other);
    assertSpoiled(second);
  }

  @Test
  void a_lost_answer_spoils_what_is_pending() throws InterruptedException {
    AckTicket first = taken(0, null);
    AckTicket lost = begin();
    channel.lost(lost);
    assertSpoiled(first);
    assertFalse(channel.isMixed());
    assertNull(channel.begin(0));
  }

  @Test
  void an_answer_that_comes_after_the_channel_is_spoiled_is_not_believed()
      throws InterruptedException {
    AckTicket first = taken(0, null);
    AckTicket late = begin();
    AckTicket lost = begin();
    channel.lost(lost);
    channel.taken(late, 1, null);
    confirm(1, null);
    assertSpoiled(first);
    assertSpoiled(late);
  }

  @Test
  void a_request_that_was_plainly_refused_or_never_sent_spoils_nothing()
      throws InterruptedException {
    AckTicket first = taken(0, null);
    channel.notTaken(begin(), null);
    channel.neverSent(begin());
    assertOpen(first);
    confirm(0, null);
    assertConfirmed(first);
  }

  @Test
  void a_partial_success_uses_up_its_id() throws InterruptedException {
    AckTicket first = taken(0, null);
    channel.partlyTaken(begin(), 1, null);
    assertOpen(first);
    AckTicket second = taken(1, null);
    assertSpoiled(first);
    assertSpoiled(second);
  }

  @Test
  void a_partial_success_of_another_indexer_spoils() throws InterruptedException {
    AckTicket first = taken(0, null);
    channel.partlyTaken(begin(), 0, null);
    assertSpoiled(first);
    assertTrue(channel.isMixed());
  }

  @Test
  void another_cookie_spoils_whatever_the_answer_is() throws InterruptedException {
    AckTicket first = taken(0, "lb=a");
    assertEquals("lb=a", channel.cookie());
    AckTicket same = taken(1, "lb=a");
    AckTicket none = taken(2, null);
    assertOpen(first);
    channel.notTaken(begin(), "lb=b");
    assertSpoiled(first);
    assertSpoiled(same);
    assertSpoiled(none);
    assertTrue(channel.isMixed());
  }

  @Test
  void another_cookie_of_the_ack_endpoint_spoils() throws InterruptedException {
    AckTicket first = taken(0, "lb=a");
    confirm(0, "lb=b");
    assertSpoiled(first);
  }

  @Test
  void a_first_cookie_that_comes_late_spoils() throws InterruptedException {
    AckTicket first = taken(0, null);
    AckTicket second = taken(1, "lb=a");
    assertSpoiled(first);
    assertSpoiled(second);
  }

  @Test
  void an_ack_is_held_while_requests_are_under_way_and_counts_when_they_are_back()
      throws InterruptedException {
    AckTicket first = taken(0, null);
    AckTicket underWay = begin();
    AckTicket alsoUnderWay = begin();
    confirm(0, null);
    assertOpen(first);
    AckTicket later = begin();
    channel.taken(underWay, 1, null);
    assertOpen(first);
    channel.notTaken(alsoUnderWay, null);
    assertConfirmed(first);
    channel.neverSent(later);
  }

  @Test
  void an_ack_that_is_held_is_not_believed_when_the_request_comes_back_with_its_id()
      throws InterruptedException {
    AckTicket first = taken(0, null);
    AckTicket underWay = begin();
    confirm(0, null);
    channel.taken(underWay, 0, null);
    assertSpoiled(first);
    assertSpoiled(underWay);
  }

  @Test
  void an_ack_that_is_held_is_not_believed_when_the_request_is_lost() throws InterruptedException {
    AckTicket first = taken(0, null);
    AckTicket underWay = begin();
    confirm(0, null);
    channel.lost(underWay);
    assertSpoiled(first);
  }

  @Test
  void an_expired_ticket_is_not_asked_for_and_ends_the_channel_but_not_its_neighbours()
      throws InterruptedException {
    AckTicket late = taken(0, null);
    AckTicket other = taken(1, null);
    channel.expired(late);
    assertEquals(Set.of(1L), channel.asked());
    assertNull(channel.begin(0));
    confirm(0, null);
    confirm(1, null);
    assertOpen(late);
    assertConfirmed(other);
    assertTrue(channel.isOver());
  }

  @Test
  void the_first_request_travels_alone() throws InterruptedException {
    AckTicket first = begin();
    AtomicReference<@Nullable AckTicket> second = new AtomicReference<>();
    CountDownLatch begun = new CountDownLatch(1);
    Thread other =
        Thread.ofVirtual()
            .start(() -> {
              try {
                second.set(channel.begin(0));
              } catch (InterruptedException e) {
                return;
              }
              begun.countDown();
            });
    while (other.getState() != Thread.State.WAITING) {
      Thread.onSpinWait();
    }
    assertEquals(1, begun.getCount());
    channel.taken(first, 0, "lb=a");
    begun.await();
    assertNotNull(second.get());
  }

  @Test
  void whoever_waits_for_the_first_request_goes_elsewhere_when_it_is_lost()
      throws InterruptedException {
    AckTicket first = begin();
    AtomicReference<@Nullable AckTicket> second = new AtomicReference<>(new AckTicket());
    Thread other =
        Thread.ofVirtual()
            .start(() -> {
              try {
                second.set(channel.begin(0));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
    channel.lost(first);
    other.join();
    assertNull(second.get());
  }

  @Test
  void an_exclusive_channel_takes_one_request_and_any_cookie() throws InterruptedException {
    AckChannel exclusive = new AckChannel(true, 0);
    AckTicket only = exclusive.begin(0);
    assertNotNull(only);
    assertNull(exclusive.begin(0));
    exclusive.taken(only, 0, "lb=a");
    exclusive.polled(Set.of(), "lb=b", 0);
    assertEquals("lb=b", exclusive.cookie());
    exclusive.polled(Set.of(0L), "lb=a", 0);
    assertConfirmed(only);
    assertTrue(exclusive.isOver());
  }

  @Test
  void a_retired_channel_is_still_asked() throws InterruptedException {
    AckTicket first = taken(0, null);
    channel.retire();
    assertNull(channel.begin(0));
    assertFalse(channel.isOver());
    confirm(0, null);
    assertConfirmed(first);
    assertTrue(channel.isOver());
  }

  @Test
  void an_abandoned_channel_confirms_nothing() throws InterruptedException {
    AckTicket first = taken(0, null);
    channel.abandon();
    confirm(0, null);
    assertSpoiled(first);
  }

  @Test
  void a_channel_remembers_a_bounded_number_of_requests() throws InterruptedException {
    for (int i = 0; i < AckChannel.MOST_REQUESTS; i++) {
      taken(i, null);
      confirm(i, null);
    }
    assertNull(channel.begin(0));
  }

  @Test
  void a_channel_is_idle_when_nothing_happened_for_long() throws InterruptedException {
    AckTicket first = begin();
    assertFalse(channel.isIdle(1_000, 10));
    channel.taken(first, 0, null);
    assertFalse(channel.isIdle(1_000, 10));
    channel.polled(Set.of(0L), null, 995);
    assertFalse(channel.isIdle(1_000, 10));
    assertTrue(channel.isIdle(1_005, 10));
  }
}
