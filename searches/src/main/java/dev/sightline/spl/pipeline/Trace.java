package dev.sightline.spl.pipeline;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Row;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** Counts the rows after each command of a search, and keeps the events that they came from. */
public final class Trace {
  /** Events that are kept after one command; more are counted only. */
  private static final int MOST_EVENTS = 1_000;

  private final Predicate<Event> expected;
  private final List<Point> points = new ArrayList<>();
  private final Set<Event> offered = Collections.newSetFromMap(new IdentityHashMap<>());
  private long read;

  /** What has passed one command. */
  public static final class Point {
    private final Set<Event> events = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Event> wanted = Collections.newSetFromMap(new IdentityHashMap<>());
    private long rows;
    private long made;

    /** How many rows. */
    public long rows() {
      return rows;
    }

    /** Whether rows were made that stand for no single event any more. */
    public boolean isMade() {
      return made > 0;
    }

    /** The events behind the rows, the first of them. */
    public Set<Event> events() {
      return Collections.unmodifiableSet(events);
    }

    /** Whether a row of the event has passed. */
    public boolean has(Event event) {
      return wanted.contains(event);
    }
  }

  /** {@code expected}: the events whose fate is to be told. */
  public Trace(Predicate<Event> expected) {
    this.expected = expected;
  }

  Stage before(Stage next) {
    return new Stage() {
      @Override
      public void accept(Row row) {
        read++;
        Event event = row.origin();
        if (event != null && offered.size() < MOST_EVENTS && expected.test(event)) {
          offered.add(event);
        }
        next.accept(row);
      }

      @Override
      public void finish() {
        next.finish();
      }
    };
  }

  Stage after(int command, Stage next) {
    while (points.size() <= command) {
      points.add(new Point());
    }
    Point point = points.get(command);
    return new Stage() {
      @Override
      public void accept(Row row) {
        point.rows++;
        Event event = row.origin();
        if (event == null) {
          point.made++;
        } else if (point.events.size() < MOST_EVENTS) {
          point.events.add(event);
        }
        if (event != null && offered.contains(event)) {
          point.wanted.add(event);
        }
        next.accept(row);
      }

      @Override
      public void finish() {
        next.finish();
      }
    };
  }

  /** Rows that the first command was given. */
  public long read() {
    return read;
  }

  /** The expected events that were read, as many as are kept. */
  public Set<Event> offered() {
    return Collections.unmodifiableSet(offered);
  }

  /** What passed each command. */
  public List<Point> points() {
    return List.copyOf(points);
  }
}
