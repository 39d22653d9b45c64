package dev.sightline.inventory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** The same work for many, a few at once. */
final class Parallel {
  private Parallel() {}

  /** Work for one of them. */
  interface Work<T, R> {
    R apply(T each) throws IOException, InterruptedException;
  }

  /**
   * Does the work for each.
   *
   * @param most how many at once
   * @return the results in the order of {@code all}
   * @throws IOException the first that was thrown; the others are stopped
   */
  static <T, R> List<R> map(int most, List<T> all, Work<T, R> work)
      throws IOException, InterruptedException {
    ExecutorService workers =
        Executors.newFixedThreadPool(most, Thread.ofVirtual().name("inventory-", 0).factory());
    try {
      List<Future<R>> futures = new ArrayList<>();
      for (T each : all) {
        Callable<R> call = () -> work.apply(each);
        futures.add(workers.submit(call));
      }
      List<R> results = new ArrayList<>();
      for (Future<R> future : futures) {
        results.add(future.get());
      }
      return results;
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case IOException io -> throw io;
        case InterruptedException interrupted -> throw interrupted;
        case null, default -> throw new IllegalStateException("a part of the inventory failed", e);
      }
    } finally {
      workers.shutdownNow();
    }
  }
}
