package dev.sightline.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.batch.BatcherTest.Left;
import dev.sightline.hec.Batch;
import dev.sightline.hec.HecEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the sizes, origins and verdicts: every event leaves once and each hears its own. */
class BatcherPropertyTest {
  private static final Pattern ID = Pattern.compile("\"sightline_id\":\"([^\"]+)\"");

  /** What an origin heard, by verdict. */
  private static final class Listener implements Origin {
    final Map<String, Integer> heard = new TreeMap<>();

    @Override
    public synchronized void delivered(int events) {
      heard.merge("delivered", events, Integer::sum);
    }

    @Override
    public synchronized void rejected(long ordinal, String reason, byte[] envelope) {
      heard.merge("rejected " + ordinal, 1, Integer::sum);
      // Whose envelope it is can be read from it.
      assertTrue(new String(envelope, UTF_8).contains("-" + ordinal + "\""));
    }

    @Override
    public synchronized void unresolved(int events, String reason) {
      heard.merge("unresolved", events, Integer::sum);
    }

    @Override
    public boolean waits() {
      return true;
    }
  }

  private static HecEvent event(String id, int length) {
    byte[] bytes = ("\"" + "x".repeat(length) + "\"").getBytes(UTF_8);
    return new HecEvent(0, "h", "s", "t", null, id, bytes, 0, bytes.length);
  }

  private static List<String> ids(Batch batch) {
    List<String> ids = new ArrayList<>();
    Matcher matcher = ID.matcher(new String(batch.bytes(), batch.offset(), batch.size(), UTF_8));
    while (matcher.find()) {
      ids.add(matcher.group(1));
    }
    assertEquals(batch.events(), ids.size());
    return ids;
  }

  @Property(tries = 150, shrinking = ShrinkingMode.OFF)
  void every_verdict_reaches_the_origin_of_its_event(
      @ForAll long seed,
      @ForAll @IntRange(min = 300, max = 20_000) int batchBytes,
      @ForAll @IntRange(min = 1, max = 40) int origins)
      throws InterruptedException {
    Random random = new Random(seed);
    List<Left> left = new ArrayList<>();
    List<Listener> listeners = IntStream.range(0, origins).mapToObj(_ -> new Listener()).toList();
    Map<Integer, Map<String, Integer>> expected = new HashMap<>();
    List<String> added = new ArrayList<>();
    try (Batcher batcher =
        new Batcher(
            batchBytes,
            Duration.ofHours(1),
            Long.MAX_VALUE / 2,
            Integer.MAX_VALUE,
            (batch, verdicts, settled) -> left.add(new Left(batch, verdicts, settled)))) {
      int events = random.nextInt(300);
      int origin = 0;
      for (int i = 0; i < events; i++) {
        // Runs of one origin, as a log has them, and now and then another's event between.
        origin = random.nextInt(4) == 0 ? random.nextInt(origins) : origin;
        String id = origin + "-" + i;
        added.add(id);
        batcher.add(event(id, random.nextInt(200)), i, listeners.get(origin));
      }
      batcher.flush();
      assertEquals(added, left.stream().flatMap(batch -> ids(batch.batch()).stream()).toList());
      for (Left batch : left) {
        List<String> ids = ids(batch.batch());
        for (int from = 0; from < ids.size(); ) {
          int end = from + 1 + random.nextInt(ids.size() - from);
          int verdict = random.nextInt(3);
          end = verdict == 1 ? from + 1 : end;
          switch (verdict) {
            case 0 -> batch.verdicts().delivered(from, end);
            case 1 -> batch.verdicts().rejected(from, "no", batch.batch().envelope(from));
            default -> batch.verdicts().unresolved(from, end, "late");
          }
          for (String id : ids.subList(from, end)) {
            String[] parts = id.split("-", -1);
            String what =
                verdict == 0 ? "delivered" : verdict == 1 ? "rejected " + parts[1] : "unresolved";
            expected
                .computeIfAbsent(Integer.parseInt(parts[0]), _ -> new TreeMap<>())
                .merge(what, 1, Integer::sum);
          }
          from = end;
        }
        batch.settled().run();
      }
      assertEquals(0, batcher.inFlight());
    }
    for (int i = 0; i < origins; i++) {
      assertEquals(expected.getOrDefault(i, Map.of()), listeners.get(i).heard);
    }
  }

  @Test
  @Timeout(60)
  void under_concurrency_every_event_leaves_once_and_bytes_in_flight_stay_bounded()
      throws InterruptedException {
    int adders = 16;
    int each = 2_000;
    long most = 40_000;
    Queue<String> left = new ConcurrentLinkedQueue<>();
    AtomicLong highest = new AtomicLong();
    Listener listener = new Listener();
    CountDownLatch done = new CountDownLatch(adders);
    CountDownLatch settled = new CountDownLatch(adders * each);
    Batcher[] self = new Batcher[1];
    Carrier carrier =
        (batch, verdicts, end) ->
            Thread.ofVirtual()
                .start(() -> {
                  highest.accumulateAndGet(self[0].inFlight(), Math::max);
                  left.addAll(ids(batch));
                  int events = batch.events();
                  verdicts.delivered(0, events);
                  end.run();
                  for (int i = 0; i < events; i++) {
                    settled.countDown();
                  }
                });
    try (Batcher batcher = new Batcher(9_000, Duration.ofMillis(2), most, 1_000, carrier)) {
      self[0] = batcher;
      for (int a = 0; a < adders; a++) {
        int adder = a;
        Thread.ofVirtual()
            .start(() -> {
              try {
                for (int i = 0; i < each; i++) {
                  batcher.add(event(adder + "-" + i, i % 700), i, listener);
                }
              } catch (InterruptedException e) {
                return;
              }
              done.countDown();
            });
      }
      done.await();
      settled.await();
      assertEquals(0, batcher.inFlight());
    }
    assertEquals(adders * each, left.size());
    assertEquals((long) adders * each, left.stream().distinct().count());
    assertEquals(Map.of("delivered", adders * each), listener.heard);
    assertTrue(highest.get() <= most, () -> "in flight: " + highest);
  }
}
