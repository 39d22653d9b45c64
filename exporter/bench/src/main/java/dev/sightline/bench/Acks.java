package dev.sightline.bench;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Indexer acknowledgment: each id is true once, a while after its request. */
final class Acks {
  private static final Pattern NUMBER = Pattern.compile("[0-9]+");

  private final long delayNanos;
  private final AtomicLong next = new AtomicLong();
  private final AtomicLong first = new AtomicLong();
  private final Map<Long, Long> due = new ConcurrentHashMap<>();

  Acks(long delayMillis) {
    this.delayNanos = delayMillis * 1_000_000;
  }

  long next() {
    long id = next.getAndIncrement();
    due.put(id, System.nanoTime() + delayNanos);
    return id;
  }

  long firstNanos() {
    return first.get();
  }

  /** Answers a question such as {@code {"acks":[0,1]}}. */
  String answer(String question) {
    StringBuilder answer = new StringBuilder("{\"acks\":{");
    Matcher numbers = NUMBER.matcher(question);
    String separator = "";
    long now = System.nanoTime();
    while (numbers.find()) {
      long id = Long.parseLong(numbers.group());
      Long at = due.get(id);
      boolean indexed = at != null && now - at >= 0 && due.remove(id) != null;
      // The first id is the probe's: what is waited for is an event.
      if (indexed && id > 0) {
        first.compareAndSet(0, now);
      }
      answer.append(separator).append('"').append(id).append("\":").append(indexed);
      separator = ",";
    }
    return answer.append("}}").toString();
  }
}
