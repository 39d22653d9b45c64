package dev.sightline.route;

import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a condition's values look like: one that looks otherwise would never hold. */
final class Meaning {
  private static final Pattern ACCOUNT = Pattern.compile("\\d{12}|(?=.*\\*)[\\d*]{1,12}");
  private static final Pattern REGION = Pattern.compile("[a-z0-9*-]{1,32}");
  private static final Pattern BUCKET = Pattern.compile("[A-Za-z0-9._*-]{1,255}");
  private static final Pattern TEXT = Pattern.compile("[^\\p{Cntrl}]{1,1024}");

  /** As CloudTrail's reference names them; what is not among them is taken as it is. */
  private static final List<String> CATEGORIES =
      List.of("Management", "Data", "Insight", "NetworkActivity", "Aggregated");

  private static final List<String> IDENTITIES =
      List.of(
          "Root",
          "IAMUser",
          "AssumedRole",
          "Role",
          "FederatedUser",
          "Directory",
          "AWSAccount",
          "AWSService",
          "IdentityCenterUser",
          "SAMLUser",
          "WebIdentityUser",
          "Unknown");

  private Meaning() {}

  /** A value as people may write it. */
  static String example(Condition condition) {
    return switch (condition) {
      case FAMILY -> "cloudtrail";
      case ACCOUNT -> "\"111122223333\"";
      case ENVIRONMENT -> "production";
      case OWNER -> "payments team";
      case ORGANIZATIONAL_UNIT -> "Root/Workloads/Production";
      case REGION -> "eu-*";
      case BUCKET -> "example-trail";
      case KEY -> "\"**/CloudTrail/**\"";
      case EVENT_SOURCE -> "kms.amazonaws.com";
      case EVENT_NAME -> "Decrypt";
      case READ_ONLY -> "true";
      case ERROR_CODE -> "AccessDenied";
      case EVENT_CATEGORY -> "Data";
      case USER_IDENTITY_TYPE -> "AssumedRole";
      case INVOKED_BY -> "cloudtrail.amazonaws.com";
    };
  }

  /** What is wrong with a value that is not empty, and what to write. */
  static Optional<String> problem(Condition condition, String value) {
    String quoted = "'" + value + "' ";
    return switch (condition) {
      case ACCOUNT ->
          unless(
              ACCOUNT,
              value,
              quoted
                  + "is no account: write its twelve digits in quotes, or some of them and a *.");
      case REGION ->
          unless(REGION, value, quoted + "is no region: write one such as eu-central-1 or eu-*.");
      case BUCKET -> unless(BUCKET, value, quoted + "is no name of a bucket.");
      case READ_ONLY ->
          value.equals("true") || value.equals("false")
              ? Optional.empty()
              : Optional.of(quoted + "is neither true nor false (nor absent).");
      case EVENT_SOURCE ->
          value.contains(".") || value.contains("*")
              ? unless(TEXT, value, quoted + "is no eventSource.")
              : Optional.of(
                  quoted + "is no eventSource: AWS writes '" + value + ".amazonaws.com'.");
      case EVENT_CATEGORY -> spelled(CATEGORIES, value);
      case USER_IDENTITY_TYPE -> spelled(IDENTITIES, value);
      case KEY ->
          value.startsWith("/") || value.startsWith("s3:")
              ? Optional.of(
                  quoted + "is no key: it begins behind the bucket's name, without a '/'.")
              : unless(TEXT, value, quoted + "is no key.");
      case FAMILY, ENVIRONMENT, OWNER, ORGANIZATIONAL_UNIT, EVENT_NAME, ERROR_CODE, INVOKED_BY ->
          unless(
              TEXT, value, "A value has at most 1,024 characters, and no line break among them.");
    };
  }

  private static Optional<String> unless(Pattern pattern, String value, String problem) {
    return pattern.matcher(value).matches() ? Optional.empty() : Optional.of(problem);
  }

  private static Optional<String> spelled(List<String> known, String value) {
    return known.stream()
        .filter(each -> each.equalsIgnoreCase(value) && !each.equals(value))
        .findFirst()
        .map(each -> "'" + value + "' would never be met: AWS writes '" + each + "'.");
  }
}
