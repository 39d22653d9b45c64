package dev.sightline.reduction;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.sightline.cloudtrail.CloudTrailRecord;
import java.io.IOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which of the records that rules have left out or trimmed are wanted whole.
 *
 * @param principal an ARN, an id, a key or a name that stands in userIdentity; empty for everybody
 * @param accounts empty for all
 * @param from the first moment; null for no bound
 * @param to the moment at which it ends, exclusive; null for no bound
 */
public record Unreduced(
    Optional<String> principal,
    Set<String> accounts,
    @Nullable Instant from,
    @Nullable Instant to) {
  /** What the id of a whole record begins with, before that of the reduced one. */
  public static final String PREFIX = "full:";

  private static final JsonFactory JSON = new JsonFactory();
  private static final String IDENTITY = "userIdentity";

  public Unreduced {
    accounts = Set.copyOf(accounts);
  }

  /** Whether the record is wanted. */
  public boolean wants(CloudTrailRecord record) {
    String account = record.recipientAccountId();
    long time = record.eventTimeMillis();
    return (accounts.isEmpty() || (account != null && accounts.contains(account)))
        && (from == null || time < 0 || time >= from.toEpochMilli())
        && (to == null || time < 0 || time < to.toEpochMilli())
        && (principal.isEmpty() || isBy(record, principal.get()));
  }

  private static boolean isBy(CloudTrailRecord record, String wanted) {
    Set<String> names = new HashSet<>();
    try (JsonParser parser = JSON.createParser(record.buffer(), record.offset(), record.length())) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.FIELD_NAME) {
        boolean identity = parser.currentName().equals(IDENTITY);
        JsonToken value = parser.nextToken();
        if (identity && value == JsonToken.START_OBJECT) {
          texts(parser, names);
        } else {
          parser.skipChildren();
        }
      }
    } catch (IOException e) {
      // What cannot be read may be theirs: too much rather than too little.
      return true;
    }
    return names.contains(wanted)
        || (wanted.indexOf(':') < 0
            && names.stream().anyMatch(name -> name.endsWith("/" + wanted)));
  }

  private static void texts(JsonParser parser, Set<String> names) throws IOException {
    int depth = 1;
    while (depth > 0) {
      JsonToken token = parser.nextToken();
      switch (token) {
        case null -> {
          return;
        }
        case START_OBJECT, START_ARRAY -> depth++;
        case END_OBJECT, END_ARRAY -> depth--;
        case VALUE_STRING -> names.add(parser.getText());
        default -> {}
      }
    }
  }
}
