package dev.sightline.servicelog;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What JSON objects tell of their time and account, one object after the other. Each is looked
 * through to its end: it must be JSON, or Splunk would refuse the whole batch that it is in.
 */
final class ObjectFacts {
  private final ServiceLog.Members members;
  private final Set<String> wanted = new HashSet<>();
  private final Set<String> inner = new HashSet<>();
  private final Map<String, String> found = new HashMap<>();

  ObjectFacts(ServiceLog.Members members) {
    this.members = members;
    wanted.addAll(members.accounts());
    // A time may stand in two members.
    members.times().forEach(time -> wanted.addAll(Set.of(time.split(" "))));
    for (String path : wanted) {
      int dot = path.indexOf('.');
      if (dot > 0) {
        inner.add(path.substring(0, dot));
      }
    }
  }

  /**
   * Reads one object.
   *
   * @param parser stands at its opening brace, and behind this at its closing one
   * @throws com.fasterxml.jackson.core.JsonProcessingException where it is not JSON
   */
  void read(JsonParser parser) throws IOException {
    found.clear();
    read(parser, "");
  }

  private void read(JsonParser parser, String above) throws IOException {
    for (String name = parser.nextFieldName(); name != null; name = parser.nextFieldName()) {
      JsonToken value = parser.nextToken();
      if (value == JsonToken.START_OBJECT && above.isEmpty() && inner.contains(name)) {
        read(parser, name + ".");
        continue;
      }
      if (value != null && value.isScalarValue() && wanted.contains(above + name)) {
        found.put(above + name, parser.getValueAsString(""));
      }
      parser.skipChildren();
      parser.finishToken();
    }
  }

  /** Milliseconds since 1970, -1 where no member tells the time. */
  long timeMillis() {
    for (String time : members.times()) {
      int space = time.indexOf(' ');
      String text =
          space < 0
              ? found.getOrDefault(time, "")
              : found.getOrDefault(time.substring(0, space), "")
                  + "T"
                  + found.getOrDefault(time.substring(space + 1), "");
      long millis = RecordTime.of(text);
      if (millis >= 0) {
        return millis;
      }
    }
    return -1;
  }

  @Nullable String account() {
    for (String name : members.accounts()) {
      String account = Account.of(found.getOrDefault(name, ""));
      if (account != null) {
        return account;
      }
    }
    return null;
  }
}
