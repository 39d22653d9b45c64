package dev.sightline.hec;

import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * How many requests an endpoint gets at once: one more after a round of successes, half as many
 * when it says that it is busy (additive increase, multiplicative decrease).
 */
final class RequestLimit {
  private final int most;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition freed = lock.newCondition();
  private double limit;
  private int used;

  RequestLimit(int most) {
    this.most = most;
    this.limit = most;
  }

  void acquire() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (used >= (int) limit) {
        freed.await();
      }
      used++;
    } finally {
      lock.unlock();
    }
  }

  void release() {
    lock.lock();
    try {
      used--;
      freed.signal();
    } finally {
      lock.unlock();
    }
  }

  void succeeded() {
    lock.lock();
    try {
      limit = Math.min(most, limit + 1 / limit);
      freed.signal();
    } finally {
      lock.unlock();
    }
  }

  void slowDown() {
    lock.lock();
    try {
      limit = Math.max(1, limit / 2);
    } finally {
      lock.unlock();
    }
  }

  int limit() {
    lock.lock();
    try {
      return (int) limit;
    } finally {
      lock.unlock();
    }
  }
}
