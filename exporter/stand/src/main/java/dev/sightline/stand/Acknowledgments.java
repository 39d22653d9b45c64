package dev.sightline.stand;

import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;

/**
 * The acknowledgments of one indexer. Ids count from 0 for each token and channel; an id is
 * forgotten once it was answered {@code true}, and a channel once nobody used it for long.
 */
final class Acknowledgments {
  /** Whose ids count together. */
  record Channel(String token, UUID id) {}

  /** How full a channel is, which decides whether and how the next request is taken. */
  enum Room {
    ENOUGH,
    NEARLY_FULL,
    FULL
  }

  private static final class Pending {
    private final LinkedHashMap<Long, Instant> indexedAt = new LinkedHashMap<>();
    private long next;
    private Instant lastUsed;

    Pending(Instant now) {
      lastUsed = now;
    }
  }

  private final HecReceiver.Acks settings;
  private final InstantSource clock;
  private final Map<Channel, Pending> channels = new HashMap<>();

  Acknowledgments(HecReceiver.Acks settings, InstantSource clock) {
    this.settings = settings;
    this.clock = clock;
  }

  synchronized Room room(Channel channel) {
    Pending pending = use(channel);
    return switch (settings.expiry()) {
      case EVICT_OLDEST -> Room.ENOUGH;
      case REFUSE -> {
        long waiting = pending.indexedAt.size();
        long limit = settings.maxPending();
        yield waiting >= limit
            ? Room.FULL
            : waiting * 100 >= limit * 80 ? Room.NEARLY_FULL : Room.ENOUGH;
      }
    };
  }

  /** Hands out the next id; it becomes true after the delay. */
  synchronized long issue(Channel channel) {
    return issue(channel, clock.instant().plus(settings.delay()));
  }

  /** Hands out the next id for data that will never be indexed. */
  synchronized long issueNever(Channel channel) {
    return issue(channel, Instant.MAX);
  }

  private long issue(Channel channel, Instant indexedAt) {
    Pending pending = use(channel);
    long ackId = pending.next++;
    pending.indexedAt.put(ackId, indexedAt);
    if (settings.expiry() == HecReceiver.Expiry.EVICT_OLDEST) {
      evict(pending);
    }
    return ackId;
  }

  /** From 90 percent of the limit on, the oldest ids that nobody asked for give way. */
  private void evict(Pending pending) {
    Iterator<Long> oldestFirst = pending.indexedAt.keySet().iterator();
    while (pending.indexedAt.size() * 100L > settings.maxPending() * 90L && oldestFirst.hasNext()) {
      oldestFirst.next();
      oldestFirst.remove();
    }
  }

  /** The id handed out last on the channel, or the first one if there is none yet. */
  synchronized long last(Channel channel) {
    return Math.max(0, use(channel).next - 1);
  }

  /** Answers and, where the answer is true, forgets. Pending and unknown ids are false. */
  synchronized Map<Long, Boolean> query(Channel channel, Collection<Long> ackIds) {
    Pending pending = use(channel);
    Instant now = clock.instant();
    Map<Long, Boolean> answer = new LinkedHashMap<>();
    for (long ackId : ackIds) {
      Instant indexedAt = pending.indexedAt.get(ackId);
      boolean acknowledged = indexedAt != null && !indexedAt.isAfter(now);
      if (acknowledged) {
        pending.indexedAt.remove(ackId);
      }
      answer.merge(ackId, acknowledged, Boolean::logicalOr);
    }
    return answer;
  }

  /** Forgets everything, as an indexer does that restarts. */
  synchronized void forget() {
    channels.clear();
  }

  /** How many ids wait to be asked for. */
  synchronized long pending() {
    return channels.values().stream().mapToLong(channel -> channel.indexedAt.size()).sum();
  }

  private Pending use(Channel channel) {
    Instant now = clock.instant();
    channels
        .values()
        .removeIf(pending -> pending.lastUsed.plus(settings.maxIdleTime()).isBefore(now));
    Pending pending = channels.computeIfAbsent(channel, _ -> new Pending(now));
    pending.lastUsed = now;
    return pending;
  }
}
