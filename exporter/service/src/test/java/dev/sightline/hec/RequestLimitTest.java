package dev.sightline.hec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class RequestLimitTest {

  @Test
  void it_halves_when_told_to_slow_down_and_never_ends_at_nothing() {
    RequestLimit limit = new RequestLimit(8);
    for (int expected : new int[] {4, 2, 1, 1}) {
      limit.slowDown();
      assertEquals(expected, limit.limit());
    }
  }

  @Test
  void it_grows_by_one_a_round_and_not_beyond_its_most() {
    RequestLimit limit = new RequestLimit(3);
    limit.slowDown();
    assertEquals(1, limit.limit());
    for (int i = 0; i < 100; i++) {
      limit.succeeded();
    }
    assertEquals(3, limit.limit());
  }

  @Test
  void never_are_more_under_way_than_it_allows_and_all_get_their_turn()
      throws InterruptedException {
    RequestLimit limit = new RequestLimit(4);
    AtomicInteger underWay = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    CountDownLatch done = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) {
      int number = i;
      Thread.ofVirtual()
          .start(() -> {
            try {
              limit.acquire();
            } catch (InterruptedException e) {
              return;
            }
            most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            if (number % 50 == 0) {
              limit.slowDown();
            } else {
              limit.succeeded();
            }
            underWay.decrementAndGet();
            limit.release();
            done.countDown();
          });
    }
    done.await();
    assertTrue(most.get() <= 4, () -> "at once: " + most.get());
  }
}
