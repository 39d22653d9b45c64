package dev.sightline.hec;

import dev.sightline.stand.HecReceiver;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Events that were given to a destination, and the verdict on each: one, and no second. */
final class Told implements Verdicts {
  private final List<String> ids = new ArrayList<>();
  private final List<Integer> verdicts = new ArrayList<>();
  final Set<String> delivered = new TreeSet<>();
  final Map<String, String> rejected = new TreeMap<>();
  private final Map<String, String> envelopes = new HashMap<>();
  final Map<String, String> unresolved = new TreeMap<>();
  volatile boolean wanted = true;
  private final EventWriter writer = new EventWriter(new byte[256]);

  /** Events {@code name-0}, {@code name-1} and so on. */
  static Told of(String name, int events) {
    Told told = new Told();
    for (int i = 0; i < events; i++) {
      told.event(name + "-" + i, "{\"id\":\"" + name + "-" + i + "\"}");
    }
    return told;
  }

  Told event(String id, String json) {
    return event(id, json, null);
  }

  Told event(String id, String json, @Nullable String index) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    writer.write(
        new HecEvent(
            1_767_323_045_006L + ids.size(),
            "host",
            "source",
            "type",
            index,
            id,
            bytes,
            0,
            bytes.length));
    ids.add(id);
    verdicts.add(0);
    return this;
  }

  /** Delivers them all. */
  Told deliver(Destination destination) throws InterruptedException {
    destination.deliver(writer.batch(), this);
    for (int i = 0; i < ids.size(); i++) {
      if (verdicts.get(i) != 1) {
        throw new AssertionError(ids.get(i) + " has " + verdicts.get(i) + " verdicts");
      }
    }
    return this;
  }

  /** Delivers them on a thread of its own. */
  Future<Told> deliverMeanwhile(Destination destination) {
    CompletableFuture<Told> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(() -> {
          try {
            future.complete(deliver(destination));
          } catch (InterruptedException | RuntimeException | Error e) {
            future.completeExceptionally(e);
          }
        });
    return future;
  }

  /** Why the event was rejected, empty where it was not. */
  String reason(String id) {
    return rejected.getOrDefault(id, "");
  }

  /** The rejected event as it was sent. */
  String envelope(String id) {
    return envelopes.getOrDefault(id, "");
  }

  Set<String> ids() {
    return new TreeSet<>(ids);
  }

  @Override
  public void delivered(int first, int end) {
    for (int i = first; i < end; i++) {
      delivered.add(told(i));
    }
  }

  @Override
  public void rejected(int event, String reason, byte[] envelope) {
    String id = told(event);
    rejected.put(id, reason);
    envelopes.put(id, new String(envelope, StandardCharsets.UTF_8));
  }

  @Override
  public void unresolved(int first, int end, String reason) {
    for (int i = first; i < end; i++) {
      unresolved.put(told(i), reason);
    }
  }

  @Override
  public boolean wanted() {
    return wanted;
  }

  private String told(int event) {
    verdicts.set(event, verdicts.get(event) + 1);
    return ids.get(event);
  }

  /** Without the exporter's own events. */
  static Map<String, Integer> timesById(HecReceiver... receivers) {
    Map<String, Integer> times = new TreeMap<>();
    for (HecReceiver receiver : receivers) {
      receiver
          .timesById()
          .forEach((id, count) -> {
            if (!id.startsWith("exporter:")) {
              times.merge(id, count, Integer::sum);
            }
          });
    }
    return times;
  }

  static Set<String> idsAt(HecReceiver... receivers) {
    return new TreeSet<>(timesById(receivers).keySet());
  }

  /** Those that came more than once. */
  static Set<String> duplicates(HecReceiver... receivers) {
    return timesById(receivers).entrySet().stream()
        .filter(times -> times.getValue() > 1)
        .map(Map.Entry::getKey)
        .collect(Collectors.toCollection(HashSet::new));
  }
}
