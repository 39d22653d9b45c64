package dev.sightline.stand;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One event that the receiver took.
 *
 * @param time the envelope's time, absent where the envelope has none
 * @param host the envelope's host
 * @param source the envelope's source
 * @param sourcetype the envelope's sourcetype
 * @param index the envelope's index, else the token's default
 * @param fields the indexed fields; a field has one value or, sent as an array, several
 * @param event the JSON text of the event (on the raw endpoint: the line) exactly as it stood in
 *     the body. A body that is not strict UTF-8 is refused, so its UTF-8 form has the bytes that
 *     were sent.
 * @param indexer which indexer took it, counted from 0
 * @param token the name of the token that it came with
 */
public record ReceivedEvent(
    @Nullable Instant time,
    @Nullable String host,
    @Nullable String source,
    @Nullable String sourcetype,
    @Nullable String index,
    Map<String, List<String>> fields,
    String event,
    int indexer,
    String token) {

  /** The indexed field that tells a duplicate from a second event. */
  public static final String ID_FIELD = "sightline_id";

  /** The first value of an indexed field. */
  public @Nullable String field(String name) {
    List<String> values = fields.get(name);
    return values == null || values.isEmpty() ? null : values.getFirst();
  }

  /** The value of {@value #ID_FIELD}. */
  public @Nullable String id() {
    return field(ID_FIELD);
  }
}
