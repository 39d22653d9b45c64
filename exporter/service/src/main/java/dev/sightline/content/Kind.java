package dev.sightline.content;

import dev.sightline.flowlog.FlowLogReader;
import dev.sightline.guardduty.FindingShape;
import dev.sightline.resolver.QueryLogReader;
import java.util.Locale;
import java.util.regex.Pattern;

/** The kinds of objects that are told apart. */
public enum Kind {
  /** CloudTrail's logs and digests: management, data, network activity and Insights events. */
  CLOUDTRAIL,
  /** Findings of GuardDuty. */
  FINDINGS,
  /** Flow logs of a VPC or a transit gateway. */
  FLOW_LOG,
  /** Queries that Route 53 Resolver logged. */
  RESOLVER_QUERIES;

  /** What only files of CloudTrail begin with, whatever they speak of further on. */
  private static final Pattern CLOUDTRAIL_HEAD =
      Pattern.compile(
          "\\A[\\s\\[]*\\{\\s*\"(Records|Events|eventVersion|awsAccountId)\"", Pattern.DOTALL);

  /**
   * What an object is that begins so. Where it is none that is known it is taken for a log of
   * CloudTrail, whose reader says what is wrong with it.
   */
  static Kind of(String key, String head) {
    String start = head.stripLeading();
    if (!start.startsWith("{") && !start.startsWith("[")) {
      String line = start.lines().findFirst().orElse("");
      boolean flows = FlowLogReader.isFlowLog(line);
      return flows || ofKey(key) == FLOW_LOG ? FLOW_LOG : CLOUDTRAIL;
    }
    if (CLOUDTRAIL_HEAD.matcher(head).find() || head.contains("\"Records\"")) {
      return CLOUDTRAIL;
    }
    if (QueryLogReader.isQueryLog(head)) {
      return RESOLVER_QUERIES;
    }
    return FindingShape.isLikely(head) || ofKey(key) == FINDINGS ? FINDINGS : CLOUDTRAIL;
  }

  /** What an object is by its key alone, as AWS names them. */
  public static Kind ofKey(String key) {
    if (key.contains("/GuardDuty/")) {
      return FINDINGS;
    }
    String lower = key.toLowerCase(Locale.ROOT);
    if (lower.contains("/vpcflowlogs/")) {
      return FLOW_LOG;
    }
    return lower.contains("/vpcdnsquerylogs/") ? RESOLVER_QUERIES : CLOUDTRAIL;
  }
}
