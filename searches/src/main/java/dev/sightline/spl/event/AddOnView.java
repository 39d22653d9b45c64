package dev.sightline.spl.event;

import dev.sightline.spl.value.Value;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The fields as the Splunk add-on for AWS rewrites them at search time: a successful call gets an
 * errorCode, and user, src, dest, action, severity and type get values of the add-on's own. An
 * approximation, so that a search can be tried against both views.
 */
final class AddOnView {
  private AddOnView() {}

  static void rewrite(Map<String, Value> fields, String sourcetype) {
    if (sourcetype.equals("aws:cloudtrail")
        || (fields.containsKey("eventName") && fields.containsKey("eventSource"))) {
      cloudTrail(fields);
    } else if (sourcetype.equals("aws:cloudwatch:guardduty")
        || (fields.containsKey("severity") && fields.containsKey("type"))) {
      guardDuty(fields);
    }
  }

  private static void cloudTrail(Map<String, Value> fields) {
    if (!fields.containsKey("errorCode")) {
      fields.put("errorCode", Value.of(fields.containsKey("errorMessage") ? "failure" : "success"));
    }
    boolean success = Value.of("success").equals(fields.get("errorCode"));
    fields.put("action", Value.of(success ? "success" : "failure"));
    alias(fields, "sourceIPAddress", "src");
    alias(fields, "eventSource", "dest");
    Value user = fields.get("userIdentity.userName");
    Value arn = fields.get("userIdentity.arn");
    if (user == null && arn != null) {
      user = Value.of(arn.text().substring(arn.text().lastIndexOf('/') + 1));
    }
    put(fields, "user", user);
  }

  /** The add-on names bands up to 8.9 only: a critical finding has no severity in its view. */
  private static void guardDuty(Map<String, Value> fields) {
    Value severity = fields.get("severity");
    if (severity != null && severity.isNumeric()) {
      double number = severity.number();
      fields.remove("severity");
      if (number < 9) {
        fields.put("severity", Value.of(number < 4 ? "low" : number < 7 ? "medium" : "high"));
      }
    }
    if (fields.containsKey("type")) {
      fields.put("type", Value.of("alert"));
    }
  }

  private static void alias(Map<String, Value> fields, String from, String to) {
    put(fields, to, fields.get(from));
  }

  private static void put(Map<String, Value> fields, String name, @Nullable Value value) {
    if (value != null) {
      fields.put(name, value);
    }
  }
}
