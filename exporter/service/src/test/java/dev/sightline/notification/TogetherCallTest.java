package dev.sightline.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TogetherCallTest {
  private final List<List<Integer>> calls = Collections.synchronizedList(new ArrayList<>());

  private List<@Nullable RuntimeException> succeed(List<Integer> things) {
    calls.add(List.copyOf(things));
    List<@Nullable RuntimeException> outcomes = new ArrayList<>();
    things.forEach(_ -> outcomes.add(null));
    return outcomes;
  }

  @Test
  void one_alone_goes_at_once() {
    new TogetherCall<Integer>(10, this::succeed).make(1);
    assertEquals(List.of(List.of(1)), calls);
  }

  @Test
  void what_comes_during_a_call_goes_together_with_the_next() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    TogetherCall<Integer> together =
        new TogetherCall<>(
            10,
            things -> {
              if (things.contains(0)) {
                begun.countDown();
                await(first);
              }
              return succeed(things);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<?>> callers = new ArrayList<>(List.of(threads.submit(() -> together.make(0))));
      await(begun);
      IntStream.range(1, 8).forEach(i -> callers.add(threads.submit(() -> together.make(i))));
      while (together.waiting() < 7) {
        Thread.onSpinWait();
      }
      first.countDown();
      for (Future<?> caller : callers) {
        caller.get(60, TimeUnit.SECONDS);
      }
    }
    assertEquals(2, calls.size());
    assertEquals(
        IntStream.range(1, 8).boxed().toList(), calls.getLast().stream().sorted().toList());
  }

  @Test
  void a_full_call_does_not_wait_for_one_under_way() throws Exception {
    CountDownLatch first = new CountDownLatch(1);
    CountDownLatch begun = new CountDownLatch(1);
    TogetherCall<Integer> together =
        new TogetherCall<>(
            3,
            things -> {
              if (things.contains(0)) {
                begun.countDown();
                await(first);
              }
              return succeed(things);
            });
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<?> slow = threads.submit(() -> together.make(0));
      await(begun);
      List<Future<?>> others = new ArrayList<>();
      IntStream.range(1, 4).forEach(i -> others.add(threads.submit(() -> together.make(i))));
      for (Future<?> other : others) {
        other.get(60, TimeUnit.SECONDS);
      }
      assertEquals(1, calls.size());
      first.countDown();
      slow.get(60, TimeUnit.SECONDS);
    }
  }

  @Test
  void each_caller_has_its_own_outcome() {
    TogetherCall<Integer> together =
        new TogetherCall<>(
            10,
            things -> {
              List<@Nullable RuntimeException> outcomes = new ArrayList<>();
              things.forEach(i -> outcomes.add(i == 1 ? null : refused(i)));
              return outcomes;
            });
    together.make(1);
    assertEquals(
        "2 is refused",
        assertThrows(IllegalArgumentException.class, () -> together.make(2)).getMessage());
  }

  @Test
  void a_call_that_fails_fails_for_each_and_the_next_one_goes() {
    boolean[] broken = {true};
    TogetherCall<Integer> together =
        new TogetherCall<>(
            10,
            things -> {
              if (broken[0]) {
                throw refused(0);
              }
              return succeed(things);
            });
    assertThrows(IllegalArgumentException.class, () -> together.make(1));
    broken[0] = false;
    together.make(2);
    assertEquals(List.of(List.of(2)), calls);
  }

  @Test
  void a_call_that_says_nothing_of_one_has_failed_for_it() {
    TogetherCall<Integer> together = new TogetherCall<>(10, _ -> List.of());
    assertThrows(IllegalStateException.class, () -> together.make(1));
  }

  private static RuntimeException refused(int thing) {
    return new IllegalArgumentException(thing + " is refused");
  }

  private static void await(CountDownLatch latch) {
    try {
      assertTrue(latch.await(60, TimeUnit.SECONDS));
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
