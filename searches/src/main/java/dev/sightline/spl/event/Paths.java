package dev.sightline.spl.event;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * The names of fields, made once and shared by all events: events of one kind have the same few
 * hundred. Any number of threads.
 */
final class Paths {
  /** Names that are kept; an event with names of its own beyond them gets new ones. */
  private static final int MOST = 20_000;

  private static final AtomicInteger KEPT = new AtomicInteger();

  /** What stands outside of every member. */
  static final Paths TOP = new Paths("");

  private final String name;
  private final Map<String, Paths> members = new ConcurrentHashMap<>(4);
  private volatile @Nullable Paths elements;

  private Paths(String name) {
    this.name = name;
  }

  /** The path as a field is called: {@code a.b{}.c}. */
  String name() {
    return name;
  }

  /** Into a member of an object. */
  Paths member(String key) {
    Paths known = members.get(key);
    if (known != null) {
      return known;
    }
    Paths made = new Paths(name.isEmpty() ? key : name + "." + key);
    if (KEPT.incrementAndGet() <= MOST) {
      members.put(key, made);
    }
    return made;
  }

  /** Into the elements of an array. */
  Paths elements() {
    Paths known = elements;
    if (known == null) {
      known = new Paths(name + "{}");
      elements = known;
    }
    return known;
  }
}
