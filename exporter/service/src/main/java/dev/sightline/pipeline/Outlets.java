package dev.sightline.pipeline;

import dev.sightline.batch.Origin;
import dev.sightline.hec.HecEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Every Splunk that events go to, in the order of {@link HecEvent#destination}. Where there are
 * several and one takes nothing while another does, nobody waits for it: what is for it is given
 * back to the queue, so that it holds up its own messages only. Where none takes events, or there
 * is but one, what is in flight is held, and nothing is received.
 */
public final class Outlets implements AutoCloseable {
  /** A shorter interruption is waited for: giving back costs a second reading. */
  private static final Duration WAITED_FOR = Duration.ofSeconds(5);

  /**
   * A Splunk that calls itself well may be silent for so long, where its messages are in the way.
   */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(30);

  private static final Duration LOOK_EVERY = Duration.ofMillis(200);
  private static final Duration SHORTEST_PAUSE = Duration.ofSeconds(1);
  private static final Duration LONGEST_PAUSE = Duration.ofMinutes(15);

  private final List<Outlet> all;
  private final boolean givesBack;
  private final AtomicInteger crowded = new AtomicInteger();
  private @Nullable Thread watch;

  private Outlets(List<Outlet> all, boolean givesBack) {
    this.all = List.copyOf(all);
    this.givesBack = givesBack;
  }

  /** For the service, which gives back what nobody takes. */
  public static Outlets ofQueue(List<Outlet> all) {
    return new Outlets(all, all.size() > 1);
  }

  /** For a command, which waits: nobody brings again what it leaves. */
  public static Outlets patient(List<Outlet> all) {
    return new Outlets(all, false);
  }

  /** Starts to probe each. */
  public void start() {
    all.forEach(outlet -> outlet.destination().start());
    if (givesBack) {
      watch = Thread.ofVirtual().name("destinations").start(this::watch);
    }
  }

  /** The one of the settings {@code sightline.hec.*}. */
  public Outlet first() {
    return all.getFirst();
  }

  public List<Outlet> all() {
    return all;
  }

  /** The number that events call a destination; -1 where there is none of that name. */
  public int number(@Nullable String name) {
    for (int i = 0; i < all.size(); i++) {
      if (all.get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }

  Outlet get(int destination) {
    return all.get(destination);
  }

  int size() {
    return all.size();
  }

  /** Whether what nobody takes is given back, so that what is left must be remembered. */
  boolean givesBack() {
    return givesBack;
  }

  /** Whether at least one takes events. */
  public boolean isUsable() {
    return all.stream().anyMatch(outlet -> outlet.destination().isUsable());
  }

  /**
   * Waits until one takes events.
   *
   * @return whether one does; false after the given time, or when they are closed
   */
  boolean awaitUsable(Duration atMost) throws InterruptedException {
    if (all.size() == 1) {
      return first().destination().awaitUsable(atMost);
    }
    long end = System.nanoTime() + atMost.toNanos();
    while (!isUsable()) {
      long left = end - System.nanoTime();
      if (left <= 0) {
        return false;
      }
      TimeUnit.NANOSECONDS.sleep(Math.min(left, LOOK_EVERY.toNanos()));
    }
    return true;
  }

  /**
   * Adds an event to what goes to its destination; waits while too much is on its way there.
   *
   * @return false where its destination takes nothing: the event must come again
   */
  boolean add(HecEvent event, long ordinal, Origin origin) throws InterruptedException {
    Outlet outlet = get(event.destination());
    if (!givesBack) {
      outlet.batcher().add(event, ordinal, origin);
      return true;
    }
    if (isGivenUp(event.destination())) {
      return false;
    }
    while (!outlet.batcher().add(event, ordinal, origin, LOOK_EVERY.toNanos())) {
      boolean silent = outlet.isDown() || outlet.silence().compareTo(LONGEST_SILENCE) > 0;
      if (silent && isAnotherUsable(outlet)) {
        return false;
      }
    }
    return true;
  }

  /** Whether nobody waits for this destination for the time being. */
  boolean isGivenUp(int destination) {
    Outlet outlet = get(destination);
    return givesBack
        && outlet.isDown()
        && outlet.silence().compareTo(WAITED_FOR) > 0
        && isAnotherUsable(outlet);
  }

  /**
   * The same for what is on its way there already: also where the destination says nothing, and
   * messages for others have no place.
   */
  boolean isAbandoned(int destination) {
    Outlet outlet = get(destination);
    return isGivenUp(destination)
        || (givesBack
            && crowded.get() > 0
            && !outlet.isDown()
            && outlet.silence().compareTo(LONGEST_SILENCE) > 0
            && isAnotherUsable(outlet));
  }

  /** Whether one of them can be asked what it has of what comes again. */
  boolean ask() {
    return all.stream().anyMatch(outlet -> outlet.inquiry() != null);
  }

  /**
   * What lacks at some destinations comes again: after a pause, where nobody waits for any of them.
   *
   * @param lacking a bit for each
   */
  Outcome.Again again(String reason, long lacking) {
    Duration pause = Duration.ZERO;
    List<String> names = new ArrayList<>();
    for (int i = 0; i < all.size(); i++) {
      if ((lacking >> i & 1) != 0) {
        if (!isAbandoned(i)) {
          return new Outcome.Again(reason, true);
        }
        names.add(get(i).name());
        pause = names.size() == 1 || pause(i).compareTo(pause) < 0 ? pause(i) : pause;
      }
    }
    if (names.isEmpty()) {
      return new Outcome.Again(reason, true);
    }
    for (int i = 0; i < all.size(); i++) {
      if ((lacking >> i & 1) != 0) {
        get(i).measures().held();
      }
    }
    return new Outcome.Again(String.join(", ", names) + " takes no events", true, pause);
  }

  /** How long to leave a message alone that waits for it: about as long as it has lasted. */
  private Duration pause(int destination) {
    Duration silence = get(destination).silence();
    if (silence.compareTo(SHORTEST_PAUSE) < 0) {
      return SHORTEST_PAUSE;
    }
    return silence.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : silence;
  }

  /** Somebody waits for a place in flight. */
  void placeIsWanted() {
    crowded.incrementAndGet();
  }

  /** Who waited has a place, or waits no more. */
  void placeIsFound() {
    crowded.decrementAndGet();
  }

  /** Sends what waits for more. */
  public void flush() {
    all.forEach(outlet -> outlet.batcher().flush());
  }

  /** Bytes that are read and not settled, of all. */
  public long inFlightBytes() {
    return all.stream().mapToLong(Outlet::inFlightBytes).sum();
  }

  @Override
  public void close() {
    Thread running = watch;
    if (running != null) {
      running.interrupt();
    }
    all.forEach(Outlet::close);
  }

  private boolean isAnotherUsable(Outlet outlet) {
    for (Outlet other : all) {
      if (other != outlet && !other.isDown()) {
        return true;
      }
    }
    return false;
  }

  private void watch() {
    try {
      while (true) {
        all.forEach(Outlet::look);
        Thread.sleep(LOOK_EVERY);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
