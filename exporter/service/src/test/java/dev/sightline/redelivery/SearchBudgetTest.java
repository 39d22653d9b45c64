package dev.sightline.redelivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SearchBudgetTest {
  private final AtomicLong nanos = new AtomicLong();
  private final SearchBudget budget = new SearchBudget(6, nanos::get);

  private int taken() {
    int taken = 0;
    while (budget.take()) {
      taken++;
    }
    return taken;
  }

  @Test
  void an_hours_searches_may_be_taken_at_once_and_grow_again_with_time() {
    assertEquals(6, taken());
    nanos.addAndGet(Duration.ofMinutes(9).toNanos());
    assertEquals(0, taken());
    nanos.addAndGet(Duration.ofMinutes(12).toNanos());
    assertEquals(2, taken());
  }

  @Test
  void what_is_not_taken_in_one_hour_is_not_saved_for_the_next() {
    nanos.addAndGet(Duration.ofHours(30).toNanos());
    assertEquals(6, taken());
  }
}
