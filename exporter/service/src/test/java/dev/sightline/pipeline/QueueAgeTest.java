package dev.sightline.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class QueueAgeTest {
  private final AtomicLong nanos = new AtomicLong(77);
  private final QueueAge age = new QueueAge(nanos::get);

  private void passes(Duration time) {
    nanos.addAndGet(time.toNanos());
  }

  @Test
  void it_grows_from_the_start_until_something_is_received() {
    passes(Duration.ofMinutes(3));
    assertEquals(Duration.ofMinutes(3), age.with(Duration.ZERO));
  }

  @Test
  void an_empty_receive_says_that_none_waits() {
    passes(Duration.ofHours(1));
    age.received(Duration.ZERO);
    assertEquals(Duration.ZERO, age.with(Duration.ZERO));
  }

  @Test
  void while_nothing_is_received_what_waits_grows_older() {
    age.received(Duration.ofMinutes(10));
    passes(Duration.ofHours(2));
    assertEquals(Duration.ofMinutes(130), age.with(Duration.ofMinutes(5)));
  }

  @Test
  void a_message_that_is_held_counts_while_others_are_received() {
    age.received(Duration.ofSeconds(2));
    passes(Duration.ofSeconds(1));
    assertEquals(Duration.ofHours(7), age.with(Duration.ofHours(7)));
  }
}
