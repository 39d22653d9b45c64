package dev.sightline.content;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What else AWS's services store beside a trail, and what they leave there: known by content or by
 * key, not carried, counted under its name, never an error.
 */
public enum OtherLog {
  /** A marker that the console and tools make for a folder. */
  FOLDER("a folder's marker", "", head -> false),
  /** What services write to try whether they may. */
  WRITE_CHECK(
      "a service's test whether it may write",
      "(.*/)?(ConfigWritabilityCheckFile|ELBAccessLogTestFile|aws-logs-write-test"
          + "|aws-programmatic-access-test-object)(\\.[a-z0-9.]+)?",
      head ->
          head.startsWith("Permission Check Successful")
              || head.startsWith("Enable AccessLog for ELB")),
  /** Configuration items of AWS Config. */
  CONFIG_HISTORY(
      "configuration history of AWS Config",
      ".*/Config/.*(ConfigHistory|OversizedChangeNotification)/.*",
      head ->
          head.contains("\"fileVersion\"")
              && head.contains("\"configurationItems\"")
              && !head.contains("\"configSnapshotId\"")),
  /** A snapshot of AWS Config. */
  CONFIG_SNAPSHOT(
      "a configuration snapshot of AWS Config",
      ".*/Config/.*ConfigSnapshot/.*",
      head -> head.contains("\"configSnapshotId\"") && head.contains("\"fileVersion\"")),
  /** Access and connection logs of load balancers. */
  LOAD_BALANCER(
      "a log of a load balancer",
      "(.*/)?AWSLogs/(o-[a-z0-9]+/)?\\d{12}/elasticloadbalancing/.*",
      matching(
          "(http|https|h2|grpcs|ws|wss|tls) (\\d\\.\\d )?\\d{4}-\\d\\d-\\d\\dT\\S+ (app|net)/.*"
              + "|\\d{4}-\\d\\d-\\d\\dT\\S+Z \\S+ \\S+:\\d+ (\\S+:\\d+|-) -?[\\d.]+ .*"
              + "|\\d{4}-\\d\\d-\\d\\dT\\S+Z \\S+ \\d+ \\d+ TLSv\\S+ .*")),
  /** Requests that AWS WAF looked at. */
  WAF(
      "a log of AWS WAF",
      "(.*/)?AWSLogs/(o-[a-z0-9]+/)?\\d{12}/WAFLogs/.*",
      head -> head.contains("\"webaclId\"") && head.contains("\"terminatingRuleId\"")),
  /** Flows and alerts of AWS Network Firewall. */
  NETWORK_FIREWALL(
      "a log of AWS Network Firewall",
      "(.*/)?AWSLogs/(o-[a-z0-9]+/)?\\d{12}/network-firewall/.*",
      head -> head.contains("\"firewall_name\"") && head.contains("\"event_timestamp\"")),
  /** S3's server access logs. */
  S3_ACCESS(
      "an access log of S3",
      "",
      matching("[0-9a-f]{64} \\S+ \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:[^]]+] \\S+ .*")),
  /** CloudFront's standard logs. */
  CLOUDFRONT(
      "a log of CloudFront",
      "(.*/)?AWSLogs/(o-[a-z0-9]+/)?\\d{12}/CloudFront/.*",
      head ->
          (head.startsWith("#Version:") && head.contains("#Fields:"))
              || (head.contains("\"x-edge-location\"") && head.contains("\"cs-method\""))),
  /** OCSF in Parquet, told by its columns: see {@link #ofColumns}. */
  SECURITY_LAKE("OCSF of Security Lake, in Parquet", "", head -> false),
  /** Nothing but white space, or not even that. */
  EMPTY("an empty file", "", String::isBlank);

  private final String words;
  private final Pattern key;

  @SuppressWarnings("ImmutableEnumChecker") // Each is a function without state.
  private final Predicate<String> content;

  OtherLog(String words, String key, Predicate<String> content) {
    this.words = words;
    this.key = Pattern.compile(key.isEmpty() ? "(?!)" : key);
    this.content = content;
  }

  private static Predicate<String> matching(String firstLine) {
    Pattern pattern = Pattern.compile(firstLine);
    return head -> pattern.matcher(head.lines().findFirst().orElse("")).matches();
  }

  /** What content that begins so is. */
  static Optional<OtherLog> ofContent(String head) {
    return Arrays.stream(values()).filter(log -> log.content.test(head)).findFirst();
  }

  /** What an object of that name is, as AWS's services name them. */
  public static Optional<OtherLog> ofKey(String key) {
    if (key.endsWith("/")) {
      return Optional.of(FOLDER);
    }
    return Arrays.stream(values()).filter(log -> log.key.matcher(key).matches()).findFirst();
  }

  /** What a table of these columns is. */
  static Optional<OtherLog> ofColumns(List<String> columns) {
    boolean ocsf =
        columns.contains("class_uid")
            && (columns.contains("metadata") || columns.contains("category_uid"));
    return ocsf ? Optional.of(SECURITY_LAKE) : Optional.empty();
  }

  /** What it is, for people. */
  public String words() {
    return words;
  }

  /** Its name, under which it is counted. */
  public String id() {
    return name().toLowerCase(Locale.ROOT);
  }
}
