package dev.sightline.flowlog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The columns of a flow log, in their order.
 *
 * @param columns as the header names them, at least one
 */
public record FlowLogFormat(List<String> columns) {
  /** The format that VPC writes where nobody asks for another; its lines may come unnamed. */
  public static final FlowLogFormat STANDARD =
      new FlowLogFormat(
          List.of(
              "version",
              "account-id",
              "interface-id",
              "srcaddr",
              "dstaddr",
              "srcport",
              "dstport",
              "protocol",
              "packets",
              "bytes",
              "start",
              "end",
              "action",
              "log-status"));

  /** The other columns that AWS documents, of VPC's versions 3 to 10 and of transit gateways. */
  private static final Set<String> OTHERS =
      Set.of(
          "vpc-id",
          "subnet-id",
          "instance-id",
          "tcp-flags",
          "type",
          "pkt-srcaddr",
          "pkt-dstaddr",
          "region",
          "az-id",
          "sublocation-type",
          "sublocation-id",
          "pkt-src-aws-service",
          "pkt-dst-aws-service",
          "flow-direction",
          "traffic-path",
          "ecs-cluster-arn",
          "ecs-cluster-name",
          "ecs-container-instance-arn",
          "ecs-container-instance-id",
          "ecs-container-id",
          "ecs-second-container-id",
          "ecs-service-name",
          "ecs-task-definition-arn",
          "ecs-task-arn",
          "ecs-task-id",
          "reject-reason",
          "resource-id",
          "encryption-status",
          "resource-type",
          "tgw-id",
          "tgw-attachment-id",
          "tgw-src-vpc-account-id",
          "tgw-dst-vpc-account-id",
          "tgw-src-vpc-id",
          "tgw-dst-vpc-id",
          "tgw-src-subnet-id",
          "tgw-dst-subnet-id",
          "tgw-src-eni",
          "tgw-dst-eni",
          "tgw-src-az-id",
          "tgw-dst-az-id",
          "tgw-pair-attachment-id",
          "packets-lost-no-route",
          "packets-lost-blackhole",
          "packets-lost-mtu-exceeded",
          "packets-lost-ttl-expired");

  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,60}");
  private static final Pattern NUMBER = Pattern.compile("\\d{1,2}");
  private static final int MOST_COLUMNS = 100;

  public FlowLogFormat {
    columns = List.copyOf(columns);
  }

  /** A line with so many known names, and nothing but names, is a header whatever the rest says. */
  private static final int ENOUGH_KNOWN = 5;

  /** Whether a line is a header: nothing but names, of which some are known. */
  static boolean isHeader(String line) {
    String[] names = line.split(" ", -1);
    long known = 0;
    for (String name : names) {
      if (!NAME.matcher(name).matches()) {
        return false;
      }
      known += isKnown(name) ? 1 : 0;
    }
    return names.length <= MOST_COLUMNS
        && known > 0
        && (2 * known >= names.length || known >= ENOUGH_KNOWN);
  }

  /** Whether a line is one of the standard format, to which nobody gave a header. */
  static boolean isStandardLine(String line) {
    String[] fields = line.split(" ", -1);
    return fields.length == STANDARD.columns.size()
        && NUMBER.matcher(fields[0]).matches()
        && (fields[12].equals("ACCEPT") || fields[12].equals("REJECT") || fields[12].equals("-"));
  }

  static FlowLogFormat ofHeader(String line) {
    return of(List.of(line.split(" ", -1)));
  }

  static FlowLogFormat of(List<String> columns) {
    FlowLogFormat format = new FlowLogFormat(columns);
    return format.equals(STANDARD) ? STANDARD : format;
  }

  /** Whether the columns are those that VPC writes where nobody asks for others. */
  public boolean isStandard() {
    return equals(STANDARD);
  }

  /** Whether these are the flows of a transit gateway. */
  public boolean isTransitGateway() {
    return columns.contains("tgw-id");
  }

  /** The columns that AWS's documentation does not know. */
  public List<String> unknown() {
    return columns.stream().filter(name -> !isKnown(name)).toList();
  }

  /**
   * Where the field of a column is in a line: its first byte and the one behind its last.
   *
   * @return null where the format has no such column, or the line ends before it
   */
  int @Nullable [] field(String column, byte[] buffer, int offset, int length) {
    int wanted = columns.indexOf(column);
    if (wanted < 0) {
      return null;
    }
    int from = offset;
    int end = offset + length;
    for (int number = 0; ; number++) {
      int to = from;
      while (to < end && buffer[to] != ' ') {
        to++;
      }
      if (number == wanted) {
        return new int[] {from, to};
      }
      if (to == end) {
        return null;
      }
      from = to + 1;
    }
  }

  /** The field of a column as text, or empty. */
  String text(String column, byte[] buffer, int offset, int length) {
    int[] field = field(column, buffer, offset, length);
    return field == null
        ? ""
        : new String(buffer, field[0], field[1] - field[0], StandardCharsets.UTF_8);
  }

  private static boolean isKnown(String name) {
    return STANDARD.columns.contains(name) || OTHERS.contains(name);
  }
}
