package dev.sightline.saving;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.RecordMembers.Name;
import dev.sightline.hunt.Sieve;
import dev.sightline.replay.LogSource;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/** Measures what records are made of, by kinds of calls. Safe for any number of threads. */
public final class Volume implements Sieve.OfFiles {
  /** Kinds of calls that are told apart; what comes beyond is only counted. */
  private static final int MOST_GROUPS = 50_000;

  private static final JsonFactory JSON = new JsonFactory();
  private static final String IDENTITY = "userIdentity";

  private final Set<String> seen = ConcurrentHashMap.newKeySet();
  private final Map<Group, Amount> groups = new ConcurrentHashMap<>();
  private final LongAdder events = new LongAdder();
  private final LongAdder bytes = new LongAdder();

  /**
   * Calls that are alike.
   *
   * @param readOnly {@code true}, {@code false} or empty
   * @param caller the type of its userIdentity
   * @param invokedBy empty where no service called for somebody
   * @param failed whether it has an errorCode
   */
  record Group(
      String eventSource,
      String eventName,
      String readOnly,
      String caller,
      String invokedBy,
      boolean failed) {}

  /** How many there are, and how many bytes their members take. */
  static final class Amount {
    private long events;
    private long bytes;
    private final Map<String, Long> members = new HashMap<>();

    synchronized void add(int length, Map<String, Integer> sizes) {
      events++;
      bytes += length;
      sizes.forEach((member, size) -> members.merge(member, (long) size, Long::sum));
    }

    synchronized long events() {
      return events;
    }

    synchronized long bytes() {
      return bytes;
    }

    synchronized Map<String, Long> members() {
      return Map.copyOf(members);
    }
  }

  @Override
  public Sieve of(LogSource source) {
    // A hunt may read a file several times.
    boolean counted = seen.add(source.name());
    return record -> {
      if (counted) {
        add(record);
      }
      return record;
    };
  }

  private void add(CloudTrailRecord record) {
    events.increment();
    bytes.add(record.length());
    Group group =
        new Group(
            record.members().text(Name.EVENT_SOURCE),
            record.members().text(Name.EVENT_NAME),
            record.members().text(Name.READ_ONLY),
            record.members().text(Name.USER_IDENTITY_TYPE),
            record.members().text(Name.INVOKED_BY),
            !record.members().text(Name.ERROR_CODE).isEmpty());
    Amount amount = groups.get(group);
    if (amount == null && groups.size() < MOST_GROUPS) {
      amount = groups.computeIfAbsent(group, _ -> new Amount());
    }
    if (amount != null) {
      amount.add(record.length(), sizes(record));
    }
  }

  /** The bytes of each member and of those of userIdentity; none where it cannot be read. */
  private static Map<String, Integer> sizes(CloudTrailRecord record) {
    Map<String, Integer> sizes = new HashMap<>();
    try (JsonParser parser = JSON.createParser(record.buffer(), record.offset(), record.length())) {
      parser.nextToken();
      members(parser, "", sizes);
    } catch (IOException e) {
      return Map.of();
    }
    return sizes;
  }

  private static void members(JsonParser parser, String in, Map<String, Integer> sizes)
      throws IOException {
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      long from = parser.currentTokenLocation().getByteOffset();
      JsonToken token = parser.nextToken();
      if (in.isEmpty() && name.equals(IDENTITY) && token == JsonToken.START_OBJECT) {
        members(parser, IDENTITY + ".", sizes);
      } else if (token.isScalarValue()) {
        parser.finishToken();
      } else {
        parser.skipChildren();
      }
      // With the comma that goes with it.
      long to = parser.currentLocation().getByteOffset() + 1;
      sizes.merge(in + name, (int) (to - from), Integer::sum);
    }
  }

  /** Records that were read. */
  public long events() {
    return events.sum();
  }

  /** Their bytes. */
  public long bytes() {
    return bytes.sum();
  }

  Map<Group, Amount> groups() {
    return Map.copyOf(groups);
  }
}
