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
    modelled(fields, user, success);
  }

  /** The names of the Common Information Model, and those that the add-on has had for longer. */
  private static void modelled(Map<String, Value> fields, @Nullable Value user, boolean success) {
    ALIASES.forEach((name, source) -> alias(fields, source, name));
    put(fields, "user_name", user);
    put(fields, "vendor_product", Value.of("AWS CloudTrail"));
    put(fields, "vendor", Value.of("Amazon Web Services"));
    put(fields, "product", Value.of("CloudTrail"));
    put(fields, "app", fields.get("eventType"));
    put(fields, "status", Value.of(success ? "success" : "failure"));
    put(fields, "result", fields.get(success ? "status" : "errorCode"));
    if (!fields.containsKey("aws_account_id")) {
      alias(fields, "userIdentity.accountId", "aws_account_id");
      alias(fields, "userIdentity.accountId", "vendor_account");
    }
  }

  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("signature", "eventName"),
          Map.entry("command", "eventName"),
          Map.entry("src_ip", "sourceIPAddress"),
          Map.entry("user_agent", "userAgent"),
          Map.entry("user_arn", "userIdentity.arn"),
          Map.entry("user_type", "userIdentity.type"),
          Map.entry("user_id", "userIdentity.principalId"),
          Map.entry("userName", "userIdentity.userName"),
          Map.entry("user_access_key", "userIdentity.accessKeyId"),
          Map.entry("user_group_id", "userIdentity.accountId"),
          Map.entry("aws_account_id", "recipientAccountId"),
          Map.entry("vendor_account", "recipientAccountId"),
          Map.entry("vendor_region", "awsRegion"),
          Map.entry("region", "awsRegion"),
          Map.entry("msg", "errorMessage"),
          Map.entry("reason", "errorMessage"),
          Map.entry("instance_type", "requestParameters.instanceType"),
          Map.entry("image_id", "requestParameters.instancesSet.items{}.imageId"));

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
