package dev.sightline.content;

import dev.sightline.flowlog.FlowLogReader;
import dev.sightline.guardduty.FindingShape;
import dev.sightline.resolver.QueryLogReader;
import dev.sightline.servicelog.ServiceLog;
import dev.sightline.wrapping.Table;
import dev.sightline.wrapping.TimedLines;
import java.util.Locale;
import java.util.regex.Pattern;

/** The kinds of objects that are told apart. */
public enum Kind {
  /** CloudTrail's logs and digests: management, data, network activity and Insights events. */
  CLOUDTRAIL("a log of CloudTrail"),
  /** Records of CloudTrail by themselves, in a list or one behind the other. */
  RECORDS("records of CloudTrail, one behind the other"),
  /** Findings of GuardDuty. */
  FINDINGS("findings of GuardDuty"),
  /** Flow logs of a VPC or a transit gateway, as text. */
  FLOW_LOG("a flow log"),
  /** Queries that Route 53 Resolver logged. */
  RESOLVER_QUERIES("queries that Route 53 Resolver logged"),
  /** JSON in which somebody wrapped any of these. */
  WRAPPED("JSON with log events, rows or results in it"),
  /** A table, with whole records in a column or with the console's columns. */
  TABLE("a table"),
  /** Lines with a time before each record: an export of CloudWatch Logs. */
  TIMED_LINES("an export of CloudWatch Logs: a time before each record"),
  /** Parquet: flow logs are read, Security Lake's OCSF is named. */
  PARQUET("Parquet"),
  /** A log of another service of AWS: see {@link ServiceLog}. */
  SERVICE_LOG("a log of another service of AWS"),
  /** A file that AWS's services leave: see {@link Leftover}. */
  LEFTOVER("what a service of AWS left"),
  /** Objects of somebody's own, in JSON. */
  JSON("JSON");

  /** What only files of CloudTrail begin with, whatever they speak of further on. */
  private static final Pattern CLOUDTRAIL_HEAD =
      Pattern.compile("\\A[\\s\\[]*\\{\\s*\"(Records|Events|awsAccountId)\"", Pattern.DOTALL);

  private static final Pattern RECORD_HEAD =
      Pattern.compile("\\A[\\s\\[]*\\{\\s*\"eventVersion\"", Pattern.DOTALL);

  private final String words;

  Kind(String words) {
    this.words = words;
  }

  /** What it is, for people. */
  public String words() {
    return words;
  }

  /** What an object is that begins so; its key helps where the content does not tell. */
  static Kind of(String key, String head) {
    String start = head.stripLeading();
    if (head.startsWith("PAR1")) {
      return PARQUET;
    }
    if (Leftover.ofContent(head).isPresent()) {
      return LEFTOVER;
    }
    return start.startsWith("{") || start.startsWith("[") ? ofJson(key, head) : ofText(key, start);
  }

  private static Kind ofText(String key, String start) {
    String line = start.lines().findFirst().orElse("");
    if (FlowLogReader.isFlowLog(line)) {
      return FLOW_LOG;
    }
    if (ServiceLog.ofContent(start).isPresent()) {
      return SERVICE_LOG;
    }
    String message = TimedLines.message(line);
    if (message.startsWith("{") || FlowLogReader.isFlowLog(message)) {
      return TIMED_LINES;
    }
    if (Table.isLikely(line) || key.toLowerCase(Locale.ROOT).matches(".*\\.csv(\\.[a-z0-9]+)?")) {
      return TABLE;
    }
    return Leftover.of(key, start).isPresent() ? LEFTOVER : ofNamed(key, FLOW_LOG, CLOUDTRAIL);
  }

  private static Kind ofJson(String key, String head) {
    if (CLOUDTRAIL_HEAD.matcher(head).find()) {
      return CLOUDTRAIL;
    }
    if (RECORD_HEAD.matcher(head).find()) {
      return RECORDS;
    }
    if (ServiceLog.ofContent(head).isPresent()) {
      return SERVICE_LOG;
    }
    if (head.contains("\"Records\"")) {
      return CLOUDTRAIL;
    }
    if (QueryLogReader.isQueryLog(head)) {
      return RESOLVER_QUERIES;
    }
    if (isWrapped(head)) {
      return WRAPPED;
    }
    if (FindingShape.isLikely(head)) {
      return FINDINGS;
    }
    boolean record = head.contains("\"eventVersion\"") && head.contains("\"eventSource\"");
    if (record && (head.contains("\"eventName\"") || head.contains("\"timeWindow\""))) {
      return RECORDS;
    }
    return Leftover.of(key, head).isPresent() ? LEFTOVER : ofNamed(key, FINDINGS, JSON);
  }

  /** What content is that does not tell: what AWS names so, where it can be that. */
  private static Kind ofNamed(String key, Kind possible, Kind otherwise) {
    Kind named = ofKey(key);
    return named == possible || named == SERVICE_LOG ? named : otherwise;
  }

  /** Whether JSON that begins so is a wrapping that a service or a tool of AWS or Splunk makes. */
  private static boolean isWrapped(String head) {
    return (head.contains("\"messageType\"") && head.contains("\"logEvents\""))
        || head.contains("\"QueryResultRows\"")
        || (head.contains("\"events\"") && head.contains("\"ingestionTime\""))
        || (head.contains("\"preview\"") && head.contains("\"result"))
        || (head.contains("\"results\"") && head.contains("\"_raw\""))
        || (head.contains("\"results\"") && head.contains("\"@message\""))
        || (head.contains("\"rawData\"") && head.contains("\"errorCode\""))
        || (head.contains("\"hits\"") && head.contains("\"_source\""))
        || (head.contains("\"detail-type\"") && head.contains("\"detail\""))
        || (head.contains("\"awslogs\"") && head.contains("\"data\""));
  }

  /** What an object is by its key alone, as AWS names them. */
  public static Kind ofKey(String key) {
    if (key.contains("/GuardDuty/")) {
      return FINDINGS;
    }
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.contains("/vpcflowlogs/") || lower.contains("/aws-service=vpcflowlogs/")) {
      return FLOW_LOG;
    }
    if (lower.contains("/vpcdnsquerylogs/")) {
      return RESOLVER_QUERIES;
    }
    if (Leftover.ofKey(key).isPresent()) {
      return LEFTOVER;
    }
    return ServiceLog.ofKey(key).isPresent() ? SERVICE_LOG : CLOUDTRAIL;
  }
}
