package dev.sightline.servicelog;

import dev.sightline.family.Family;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * The logs that are told apart: how each is known, how its records stand in it, what of them tells
 * the time and the account, and the sourcetype that Splunk's add-on for AWS gives it. The order
 * matters: the first that knows a content has it.
 */
public enum ServiceLog {
  /** A list of configuration items, of one moment. */
  CONFIG_SNAPSHOT(
      Family.CONFIG_SNAPSHOT,
      "aws:config",
      Form.ITEMS,
      ".*/Config/.*ConfigSnapshot.*",
      members("configSnapshotId", "configurationItems"),
      Members.CONFIGURATION_ITEM),
  /** A list of configuration items, as one kind of resource changed. */
  CONFIG_HISTORY(
      Family.CONFIG_HISTORY,
      "aws:config",
      Form.ITEMS,
      ".*/Config/.*ConfigHistory.*",
      members("configurationItems"),
      Members.CONFIGURATION_ITEM),
  /** What Config tells by its topic; too long for it, it lies in the bucket. */
  CONFIG_NOTIFICATION(
      Family.CONFIG_NOTIFICATION,
      "aws:config:notification",
      Form.JSON,
      ".*/Config/.*OversizedChangeNotification.*",
      members("messageType", "notificationCreationTime"),
      new Members(
          List.of("notificationCreationTime"),
          List.of("awsAccountId", "configurationItem.awsAccountId", "s3ObjectKey"))),
  /** Requests. */
  APPLICATION_LOAD_BALANCER(
      Family.APPLICATION_LOAD_BALANCER,
      Sourcetypes.LOAD_BALANCER,
      Form.LINES,
      elasticLoadBalancing("_app\\."),
      line("(http|https|h2|grpcs|ws|wss) " + Sourcetypes.ISO + " app/.*"),
      Members.FIRST_ARN),
  /** Connections, and how healthy targets were found. */
  APPLICATION_LOAD_BALANCER_CONNECTIONS(
      Family.APPLICATION_LOAD_BALANCER,
      Sourcetypes.LOAD_BALANCER,
      Form.LINES,
      elasticLoadBalancing("/(conn|health_check)_log[._]"),
      line(Sourcetypes.ISO + " \\S+ \\d+ \\d+ (TLSv\\S+|-) .*"),
      Members.FIRST_ARN),
  /** Requests as CloudWatch delivers them, where somebody asks for JSON. */
  APPLICATION_LOAD_BALANCER_JSON(
      Family.APPLICATION_LOAD_BALANCER,
      "sightline:application-load-balancer",
      Form.JSON,
      "",
      members("elb", "target_group_arn"),
      Members.LOAD_BALANCER),
  /** TLS connections. */
  NETWORK_LOAD_BALANCER(
      Family.NETWORK_LOAD_BALANCER,
      Sourcetypes.LOAD_BALANCER,
      Form.LINES,
      elasticLoadBalancing("_net\\."),
      line("tls \\d\\.\\d " + Sourcetypes.ISO + " net/.*"),
      Members.FIRST_ARN),
  /** TLS connections as CloudWatch delivers them, where somebody asks for JSON. */
  NETWORK_LOAD_BALANCER_JSON(
      Family.NETWORK_LOAD_BALANCER,
      "sightline:network-load-balancer",
      Form.JSON,
      "",
      members("elb", "listener"),
      Members.LOAD_BALANCER),
  /** Requests. */
  CLASSIC_LOAD_BALANCER(
      Family.CLASSIC_LOAD_BALANCER,
      Sourcetypes.LOAD_BALANCER,
      Form.LINES,
      elasticLoadBalancing("/"),
      line(Sourcetypes.ISO + " \\S+ \\S+:\\d+ (\\S+:\\d+|-) -?[\\d.]+ .*"),
      Members.FIRST_ARN),
  /** Requests to buckets. */
  S3_ACCESS(
      Family.S3_ACCESS,
      "aws:s3:accesslogs",
      Form.LINES,
      "",
      line("[0-9a-f]{64} \\S+ \\[\\d\\d/[A-Z][a-z]{2}/\\d{4}:[^]]+] .*"),
      Members.NONE),
  /** Requests to buckets as CloudWatch has them. */
  S3_ACCESS_JSON(
      Family.S3_ACCESS,
      "sightline:s3-access",
      Form.JSON,
      "",
      members("bucket_owner_id", "request_time", "operation"),
      new Members(List.of("request_time"), List.of())),
  /** Requests, in columns that stand in a header. */
  CLOUDFRONT(
      Family.CLOUDFRONT,
      "aws:cloudfront:accesslogs",
      Form.COLUMNS,
      "(.*/)?(AWSLogs/)?(aws-account-id=)?\\d{12}/CloudFront/.*"
          + "|(.*/)?E[A-Z0-9]{8,20}\\.\\d{4}-\\d\\d-\\d\\d-\\d\\d\\.[0-9a-f]{8}\\.gz",
      line(
          "\\d{4}-\\d\\d-\\d\\d\\t\\d\\d:\\d\\d:\\d\\d\\t[A-Z]{3}\\d[^\\t]*\\t.*"
              + "|(#Fields:|date\\b|timestamp\\b).*\\b(x-edge-|cs-method|cs-uri-stem|sc-status).*"),
      Members.NONE),
  /** The same as JSON. */
  CLOUDFRONT_JSON(
      Family.CLOUDFRONT,
      "sightline:cloudfront",
      Form.JSON,
      "",
      head ->
          Sourcetypes.CLOUDFRONT_MEMBERS.stream().anyMatch(name -> head.hasObject(List.of(name)))
              || head.hasObject(List.of("cs-method", "sc-status")),
      new Members(List.of("timestamp(ms)", "timestamp", "date time"), List.of())),
  /** Web requests. */
  WAF(
      Family.WAF,
      "aws:waf",
      Form.JSON,
      "(.*/)?AWSLogs/(o-[a-z0-9]+/)?\\d{12}/WAFLogs/.*|(.*/)?aws-waf-logs-[^/]*/.*",
      members("webaclId", "terminatingRuleId"),
      new Members(List.of("timestamp"), List.of("webaclId"))),
  /** Alerts, flows and TLS. */
  NETWORK_FIREWALL(
      Family.NETWORK_FIREWALL,
      "aws:networkfirewall",
      Form.JSON,
      "(.*/)?AWSLogs/(o-[a-z0-9]+/)?\\d{12}/network-firewall/.*",
      members("firewall_name", "event_timestamp"),
      new Members(List.of("event_timestamp", "event.timestamp"), List.of())),
  /** Flows of an attack. */
  SHIELD(
      Family.SHIELD,
      "aws:shield",
      Form.JSON,
      "",
      members("protection_arn"),
      new Members(List.of("starttime", "event_timestamp"), List.of("protection_arn"))),
  /** The same in columns. */
  SHIELD_COLUMNS(
      Family.SHIELD,
      "aws:shield",
      Form.COLUMNS,
      "(.*/)?AWSLogs/(o-[a-z0-9]+/)?(aws-account-id=)?\\d{12}/([Ss]hield|aws-shield)[^/]*/.*",
      line("(#Fields:)?[a-z_ \\t,-]*\\bprotection[_-]arn\\b.*"),
      Members.NONE),
  /** Calls of a cluster's Kubernetes API. */
  EKS_AUDIT(
      Family.EKS_AUDIT,
      "aws:cloudwatchlogs:eks",
      Form.JSON,
      "",
      members("auditID", "apiVersion"),
      new Members(List.of("stageTimestamp", "requestReceivedTimestamp"), List.of()));

  /** How records stand in a log. */
  enum Form {
    /** A line each, all of it text. */
    LINES,
    /** A line each, in columns that a header names. */
    COLUMNS,
    /** JSON objects, a line each or one behind the other. */
    JSON,
    /** A list of JSON objects in a member of one object. */
    ITEMS
  }

  /**
   * Which members of a JSON object tell something, the best first; a dot leads into an inner
   * object.
   */
  record Members(List<String> times, List<String> accounts) {
    static final Members NONE = new Members(List.of(), List.of());

    /** Of text: the first ARN in a line. */
    static final Members FIRST_ARN = new Members(List.of(), List.of("arn"));

    static final Members CONFIGURATION_ITEM =
        new Members(
            List.of("configurationItemCaptureTime"),
            List.of("awsAccountId", "accountId", "ARN", "arn"));
    static final Members LOAD_BALANCER =
        new Members(List.of("time", "timestamp"), List.of("target_group_arn", "chosen_cert_arn"));

    Members {
      times = List.copyOf(times);
      accounts = List.copyOf(accounts);
    }
  }

  /** What constants of the same enumeration cannot name before they are there. */
  private static final class Sourcetypes {
    static final String LOAD_BALANCER = "aws:elb:accesslogs";

    /** Names that no other log has; each can be left out. */
    static final List<String> CLOUDFRONT_MEMBERS =
        List.of(
            "x-edge-location",
            "x-edge-request-id",
            "x-edge-result-type",
            "x-edge-response-result-type",
            "x-edge-detailed-result-type");

    static final String ISO = "\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\S*";
  }

  private final Family family;
  private final String sourcetype;
  private final Form form;
  private final Pattern key;

  @SuppressWarnings("ImmutableEnumChecker") // Each is a function without state.
  private final Predicate<Head> content;

  @SuppressWarnings("ImmutableEnumChecker") // A record of lists that are copies.
  private final Members members;

  ServiceLog(
      Family family,
      String sourcetype,
      Form form,
      String key,
      Predicate<Head> content,
      Members members) {
    this.family = family;
    this.sourcetype = sourcetype;
    this.form = form;
    this.key = Pattern.compile(key.isEmpty() ? "(?!)" : key);
    this.content = content;
    this.members = members;
  }

  private static String elasticLoadBalancing(String mark) {
    return "(.*/)?AWSLogs/(o-[a-z0-9]+/)?(aws-account-id=)?\\d{12}/[Ee]lastic-?[Ll]oad-?[Bb]alancing.*"
        + mark
        + ".*";
  }

  private static Predicate<Head> line(String pattern) {
    Pattern compiled = Pattern.compile(pattern);
    return head -> !head.isJson() && head.hasLine(compiled);
  }

  private static Predicate<Head> members(String... names) {
    List<String> all = List.of(names);
    return head -> head.hasObject(all);
  }

  /** The log that begins so. */
  public static Optional<ServiceLog> ofContent(String text) {
    Head head = new Head(text);
    return Arrays.stream(values()).filter(log -> log.content.test(head)).findFirst();
  }

  /** The log of that name, as AWS's services name them. */
  public static Optional<ServiceLog> ofKey(String key) {
    return Arrays.stream(values()).filter(log -> log.key.matcher(key).matches()).findFirst();
  }

  /**
   * The log, by its content first and by its name second. What tells snapshots from history may
   * stand behind the items.
   */
  public static Optional<ServiceLog> of(String key, String text) {
    Optional<ServiceLog> byKey = ofKey(key);
    Optional<ServiceLog> byContent = ofContent(text);
    boolean late =
        byContent.equals(Optional.of(CONFIG_HISTORY)) && byKey.equals(Optional.of(CONFIG_SNAPSHOT));
    return byContent.isPresent() && !late ? byContent : byKey;
  }

  /** The log that a table of these columns would be, if it were text. */
  public static Optional<ServiceLog> ofColumns(List<String> columns) {
    return ofContent("#Fields: " + String.join(" ", columns).replace('_', '-'));
  }

  /** The family that it belongs to. */
  public Family family() {
    return family;
  }

  /** Its sourcetype where its columns are the expected ones. */
  public String sourcetype() {
    return sourcetype;
  }

  /** Whether its records are JSON objects. */
  public boolean isJson() {
    return form == Form.JSON || form == Form.ITEMS;
  }

  Form form() {
    return form;
  }

  Members members() {
    return members;
  }
}
