package dev.sightline.stand;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The requests that came: how many of each kind, how many bytes, and the latest ones one by one.
 */
final class HecTraffic {
  private static final int LATEST = 10_000;

  private final String sessionCookie;
  private final Map<RequestKind, Long> counts = new EnumMap<>(RequestKind.class);
  private final Deque<ReceivedRequest> latest = new ArrayDeque<>();
  private long bytes;

  HecTraffic(@Nullable String stickyCookie) {
    this.sessionCookie = stickyCookie == null ? "" : stickyCookie;
  }

  synchronized void arrived(HecRequest request) {
    counts.merge(request.kind(), 1L, Long::sum);
    bytes += request.bytesSent();
  }

  synchronized void answered(HecRequest request, int indexer, @Nullable HecAnswer answer) {
    if (latest.size() == LATEST) {
      latest.removeFirst();
    }
    latest.addLast(
        new ReceivedRequest(
            request.kind(),
            indexer,
            request.channel(),
            sessionCookie.isEmpty() ? null : request.cookie(sessionCookie),
            request.encoding(),
            request.bytesSent(),
            answer));
  }

  synchronized long count(RequestKind kind) {
    return counts.getOrDefault(kind, 0L);
  }

  synchronized long bytes() {
    return bytes;
  }

  synchronized List<ReceivedRequest> latest() {
    return List.copyOf(latest);
  }
}
