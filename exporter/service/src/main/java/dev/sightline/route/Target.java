package dev.sightline.route;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where an event goes.
 *
 * @param destination which Splunk: 0 is that of the settings, 1 the first of the file
 * @param name that Splunk's name
 * @param index or null for that Splunk's own
 * @param sourcetype or null for that of the event's kind
 * @param source likewise
 */
public record Target(
    int destination,
    String name,
    @Nullable String index,
    @Nullable String sourcetype,
    @Nullable String source) {
  /** The name of the Splunk of the settings. */
  public static final String SPLUNK = "splunk";

  /** Where events go without rules. */
  public static final Target STANDARD = new Target(0, SPLUNK, null, null, null);

  @Override
  public String toString() {
    List<String> parts = new ArrayList<>();
    if (destination != 0) {
      parts.add("destination " + name);
    }
    if (index != null) {
      parts.add("index " + index);
    }
    if (sourcetype != null) {
      parts.add("sourcetype " + sourcetype);
    }
    if (source != null) {
      parts.add("source " + source);
    }
    return parts.isEmpty() ? "destination " + name : String.join(", ", parts);
  }
}
