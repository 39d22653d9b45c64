package dev.sightline.guardduty;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Whether GuardDuty watches one account in one region: silence is the finding that nobody sends.
 *
 * @param account twelve digits, or {@code unknown}
 * @param detector the detector's id, or null where there is none or it is not known
 * @param features each with its state as GuardDuty names it, such as {@code S3_DATA_EVENTS}
 * @param said one sentence
 */
public record Coverage(
    String account,
    String region,
    State state,
    @Nullable String detector,
    Map<String, String> features,
    String said) {

  /** Whether it is watched. */
  public enum State {
    /** A detector is on. */
    ON,
    /** There is a detector, and it is suspended or its member was disabled. */
    OFF,
    /** There is no detector. */
    MISSING,
    /** GuardDuty does not tell. */
    UNKNOWN
  }

  public Coverage {
    features = Map.copyOf(features);
  }

  /** The exporter's event about it. */
  public byte[] json() {
    ObjectNode json = FindingShape.JSON.createObjectNode();
    json.put("event", "guardduty_coverage")
        .put("health", state == State.ON ? "good" : "bad")
        .put("state", state.name().toLowerCase(Locale.ROOT))
        .put("account", account)
        .put("region", region)
        .put("detector", detector)
        .put("said", said);
    ObjectNode states = json.putObject("features");
    new TreeMap<>(features).forEach(states::put);
    try {
      return FindingShape.JSON.writeValueAsBytes(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("texts can be written", e);
    }
  }
}
