package dev.sightline.command;

import dev.sightline.configuration.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The roles to assume, by what they are for: a bucket's name, the account of queues and buckets, or
 * {@code guardduty} for its API.
 *
 * @param sessionName what CloudTrail of the other account names the exporter
 */
record Roles(Map<String, Role> byUse, String sessionName) {
  static final String GUARDDUTY = "guardduty";

  private static final Pattern ARN =
      Pattern.compile("arn:(aws|aws-cn|aws-us-gov|aws-iso[a-z-]*):iam::\\d{12}:role/[\\w+=,.@/-]+");
  private static final Pattern SESSION = Pattern.compile("[\\w+=,.@-]{2,64}");
  private static final Pattern EXTERNAL_ID = Pattern.compile("[\\w+=,.@:/-]{2,1224}");

  /**
   * A role.
   *
   * @param partition such as {@code aws-cn}
   */
  record Role(String arn, String partition, @Nullable String externalId) {}

  Roles {
    byUse = Map.copyOf(byUse);
  }

  /** The role for a use, if one is named. */
  Optional<Role> of(String use) {
    return Optional.ofNullable(byUse.get(use));
  }

  /** Reads {@code sightline.roles} and {@code sightline.role-session-name}. */
  static Roles read(Settings settings) {
    String name = "sightline.roles";
    Map<String, Role> roles = new HashMap<>();
    for (String entry : settings.list(name)) {
      int equals = entry.indexOf('=');
      String use = equals < 0 ? "" : entry.substring(0, equals).strip();
      String[] parts = entry.substring(equals + 1).split(";", 2);
      Matcher arn = ARN.matcher(parts[0].strip());
      String externalId = externalId(parts);
      if (use.isEmpty() || !arn.matches() || (externalId != null && externalId.isEmpty())) {
        settings.problem(
            name,
            "has an entry that is not understood: write a bucket's name, an account's number or"
                + " 'guardduty', then =, the role's ARN, and ;external-id=… where it wants one.");
        continue;
      }
      roles.put(use, new Role(arn.group(), arn.group(1), externalId));
    }
    String session = settings.text("sightline.role-session-name").orElse("sightline");
    if (!SESSION.matcher(session).matches()) {
      settings.problem(
          "sightline.role-session-name",
          "is not 2 to 64 letters, digits and characters of +=,.@-_ as STS demands.");
    }
    return new Roles(roles, session);
  }

  /** The external id; null where none is given, empty where it is not understood. */
  private static @Nullable String externalId(String[] parts) {
    if (parts.length == 1) {
      return null;
    }
    String option = parts[1].strip();
    String prefix = "external-id=";
    String id = option.startsWith(prefix) ? option.substring(prefix.length()) : "";
    return EXTERNAL_ID.matcher(id).matches() ? id : "";
  }
}
