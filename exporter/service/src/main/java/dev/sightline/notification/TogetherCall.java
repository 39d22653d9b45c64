package dev.sightline.notification;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Calls about one thing each, by many threads, made as calls about several. Nobody waits for
 * company: what comes while a call is under way goes with the next one, so that an idle queue's
 * message goes at once and a busy queue's go by tens. Each caller returns with its own outcome.
 *
 * @param <T> what a call is about
 */
final class TogetherCall<T> {
  /** One call about several things. */
  interface Call<T> {
    /**
     * Makes the call.
     *
     * @return why it failed for each thing, in their order; null where it did not
     */
    List<@Nullable RuntimeException> make(List<T> things);
  }

  private static final class Waiting<T> {
    private final T thing;
    private boolean done;
    private @Nullable RuntimeException failure;

    Waiting(T thing) {
      this.thing = thing;
    }
  }

  private final int most;
  private final Call<T> call;
  private final Deque<Waiting<T>> waiting = new ArrayDeque<>();
  private boolean underWay;

  /**
   * A call.
   *
   * @param most things that one call takes; with so many waiting a second one does not wait for the
   *     first
   */
  TogetherCall(int most, Call<T> call) {
    this.most = most;
    this.call = call;
  }

  /** Returns when the call that this thing went with is over; throws why it failed for it. */
  void make(T thing) {
    Waiting<T> mine = new Waiting<>(thing);
    boolean interrupted = false;
    synchronized (this) {
      waiting.addLast(mine);
    }
    while (true) {
      List<Waiting<T>> some = null;
      synchronized (this) {
        if (mine.done) {
          break;
        }
        if (waiting.size() >= most || (!underWay && !waiting.isEmpty())) {
          some = some();
          underWay = true;
        } else {
          try {
            wait();
          } catch (InterruptedException e) {
            // The outcome is on its way: a call under way ends by its own time-out.
            interrupted = true;
          }
        }
      }
      if (some != null) {
        makeFor(some);
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
    if (mine.failure != null) {
      throw mine.failure;
    }
  }

  synchronized int waiting() {
    return waiting.size();
  }

  private List<Waiting<T>> some() {
    List<Waiting<T>> some = new ArrayList<>();
    while (some.size() < most && !waiting.isEmpty()) {
      some.add(waiting.removeFirst());
    }
    return some;
  }

  private void makeFor(List<Waiting<T>> some) {
    List<@Nullable RuntimeException> outcomes = new ArrayList<>();
    try {
      outcomes.addAll(call.make(some.stream().map(one -> one.thing).toList()));
    } catch (RuntimeException e) {
      some.forEach(_ -> outcomes.add(e));
    } finally {
      synchronized (this) {
        for (int i = 0; i < some.size(); i++) {
          some.get(i).done = true;
          some.get(i).failure =
              i < outcomes.size()
                  ? outcomes.get(i)
                  : new IllegalStateException("The call ended without a word on this one.");
        }
        underWay = false;
        notifyAll();
      }
    }
  }
}
