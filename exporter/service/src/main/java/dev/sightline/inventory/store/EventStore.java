package dev.sightline.inventory.store;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.batch.Batcher;
import dev.sightline.batch.Origin;
import dev.sightline.hec.HecEvent;
import dev.sightline.inventory.Layout;
import dev.sightline.inventory.LookupStore;
import dev.sightline.inventory.Row;
import dev.sightline.inventory.RowConsumer;
import dev.sightline.inventory.StoreException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Rows as events through HEC, for a Splunk whose management port is closed. Saved searches fold
 * them into the lookups: an account's rows only when all of them are there, which the event says
 * that comes after them, and only where they have not become suspiciously few.
 */
public final class EventStore implements LookupStore {
  static final String SOURCETYPE = "sightline:inventory";
  private static final String SOURCE = "sightline_inventory";

  private final Batcher batcher;
  private final @Nullable String index;
  private final String host;
  private final InstantSource clock;
  private final Duration patience;

  /**
   * @param batcher that sends to HEC; whoever made it closes it
   * @param index of the events, or null for the token's default
   * @param patience how long to wait for the acknowledgment of a lookup's events
   */
  public EventStore(
      Batcher batcher,
      @Nullable String index,
      String host,
      InstantSource clock,
      Duration patience) {
    this.batcher = batcher;
    this.index = index;
    this.host = host;
    this.clock = clock;
    this.patience = patience;
  }

  @Override
  public String place() {
    return "events through HEC";
  }

  @Override
  public boolean isReadable() {
    return false;
  }

  @Override
  public Session open(Layout layout) {
    return new Events(layout);
  }

  /** Counts what became of the events of one lookup. */
  private static final class Fates implements Origin {
    private int sent;
    private int delivered;
    private int lost;
    private String reason = "";

    synchronized void send() {
      sent++;
    }

    @Override
    public synchronized void delivered(int events) {
      delivered += events;
      notifyAll();
    }

    @Override
    public synchronized void rejected(long ordinal, String why, byte[] envelope) {
      lost++;
      reason = why;
      notifyAll();
    }

    @Override
    public synchronized void unresolved(int events, String why) {
      lost += events;
      reason = why;
      notifyAll();
    }

    @Override
    public synchronized boolean waits() {
      return delivered + lost < sent;
    }

    synchronized void await(Duration patience) throws StoreException {
      long end = System.nanoTime() + patience.toNanos();
      try {
        while (delivered + lost < sent) {
          long left = (end - System.nanoTime()) / 1_000_000;
          if (left <= 0) {
            throw new StoreException(
                "HEC has confirmed only "
                    + delivered
                    + " of "
                    + sent
                    + " rows in time: the lookup"
                    + " stays as it was.");
          }
          wait(left);
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("The refresh was stopped.", e);
      }
      if (lost > 0) {
        throw new StoreException(
            "HEC has not taken "
                + lost
                + " of "
                + sent
                + " rows ("
                + reason
                + "): the lookup stays"
                + " as it was.");
      }
    }
  }

  /** One lookup. */
  private final class Events implements Session {
    private final Layout layout;
    private final Documents documents;
    private final Fates fates = new Fates();
    private final Map<String, Integer> rows = new TreeMap<>();
    private String generation = "";

    Events(Layout layout) {
      this.layout = layout;
      this.documents = new Documents(layout);
    }

    @Override
    public void read(RowConsumer consumer) {
      // Nothing can be read back.
    }

    @Override
    public void upsert(List<Row> slice) throws StoreException {
      boolean answered = layout.names().contains("answered_by");
      for (Row row : slice) {
        ObjectNode event = KvStore.JSON.createObjectNode();
        event.put("lookup", layout.lookup().name());
        event.put("row_key", row.key());
        event.setAll(documents.fields(row));
        generation = layout.cell(row, "generation");
        if (answered) {
          rows.merge(layout.cell(row, "answered_by"), 1, Integer::sum);
        }
        add(event, row.key());
      }
    }

    @Override
    public void sweep(long generation, Sweep sweep) {
      // The searches that fold the events do it: they alone can see the rows.
    }

    @Override
    public void commit() throws StoreException {
      batcher.flush();
      fates.await(patience);
      for (Map.Entry<String, Integer> account : rows.entrySet()) {
        ObjectNode event = KvStore.JSON.createObjectNode();
        event.put("lookup", layout.lookup().name());
        event.put("answered_by", account.getKey());
        event.put("generation", Long.parseLong(generation));
        event.put("complete_rows", account.getValue());
        add(event, layout.lookup().name() + "-" + account.getKey());
      }
      batcher.flush();
      fates.await(patience);
    }

    private void add(ObjectNode event, String id) throws StoreException {
      byte[] bytes = event.toString().getBytes(StandardCharsets.UTF_8);
      fates.send();
      try {
        batcher.add(
            new HecEvent(
                clock.millis(),
                host,
                SOURCE,
                SOURCETYPE,
                index,
                id + ":" + generation,
                bytes,
                0,
                bytes.length),
            0,
            fates);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new StoreException("The refresh was stopped.", e);
      }
    }
  }
}
