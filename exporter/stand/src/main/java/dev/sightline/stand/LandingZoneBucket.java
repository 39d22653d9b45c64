package dev.sightline.stand;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;

/**
 * What a landing zone's log bucket holds of one day: {@code
 * <organization>/AWSLogs/<account>/<service>/…} for each account and region, as AWS's services name
 * and write it, with what they leave besides. All of it is invented; the same arguments make the
 * same objects.
 */
public final class LandingZoneBucket {
  private static final String WHEN = "2026-03-10T09:31:0";

  private final String organization;
  private final LocalDate day;
  private final List<Stored> objects = new ArrayList<>();

  /**
   * One object.
   *
   * @param family as settings, rules and metrics call it; for what services leave the name under
   *     which that is counted, such as {@code write-check}
   * @param account whose it is; empty where the key does not tell
   * @param region where it is from; empty where the key does not tell
   * @param records how many records or lines it has, 0 for what services leave
   */
  public record Stored(
      String key, byte[] content, String family, String account, String region, int records) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Stored stored && stored.key.equals(key);
    }

    @Override
    public int hashCode() {
      return key.hashCode();
    }

    @Override
    public String toString() {
      return key;
    }
  }

  private LandingZoneBucket(String organization, LocalDate day) {
    this.organization = organization;
    this.day = day;
  }

  /**
   * Makes the objects.
   *
   * @param organization such as {@code o-abcdefghij}; empty for keys that begin with {@code
   *     AWSLogs/}
   * @param accounts numbers of twelve digits
   * @param regions of each account
   * @param records of each log
   */
  public static LandingZoneBucket of(
      String organization,
      List<String> accounts,
      List<String> regions,
      LocalDate day,
      int records) {
    LandingZoneBucket bucket = new LandingZoneBucket(organization, day);
    for (String account : accounts) {
      for (String region : regions) {
        bucket.logs(account, region, records);
        bucket.leftovers(account, region);
      }
    }
    return bucket;
  }

  /** Two accounts in two regions on 2026-03-10, three records in each log. */
  public static LandingZoneBucket small() {
    return of(
        "o-abcdefghij",
        List.of("111122223333", "444455556666"),
        List.of("us-east-1", "eu-west-1"),
        LocalDate.of(2026, 3, 10),
        3);
  }

  /** Everything, in the order in which it was made. */
  public List<Stored> objects() {
    return List.copyOf(objects);
  }

  /** What is of these families. */
  public List<Stored> of(String... families) {
    List<String> wanted = Arrays.asList(families);
    return objects.stream().filter(object -> wanted.contains(object.family())).toList();
  }

  /** Hands on each key with its content, for whoever puts them into a bucket. */
  public void putInto(BiConsumer<String, byte[]> bucket) {
    objects.forEach(object -> bucket.accept(object.key(), object.content()));
  }

  private void logs(String account, String region, int records) {
    cloudTrail(account, region, records);
    config(account, region, records);
    loadBalancers(account, region, records);
    network(account, region, records);
    web(account, region, records);
    guardDuty(account, region, records);
    eks(account, region, records);
  }

  private void cloudTrail(String account, String region, int records) {
    String record =
        """
        {"eventVersion":"1.11","userIdentity":{"type":"AssumedRole","principalId":"AROAEXAMPLE:build","arn":"arn:aws:sts::ACCOUNT:assumed-role/build/build","accountId":"ACCOUNT"},"eventTime":"WHENN","eventSource":"SOURCE","eventName":"NAME","awsRegion":"REGION","sourceIPAddress":"203.0.113.7","userAgent":"aws-cli/2","requestParameters":null,"responseElements":null,"eventID":"ACCOUNT-REGION-NUMBER","readOnly":READ,"eventType":"AwsApiCall","managementEvent":true,"recipientAccountId":"ACCOUNT","eventCategory":"Management"}\
        """;
    String[] calls = {
      "iam.amazonaws.com CreateUser false",
      "kms.amazonaws.com Decrypt true",
      "ec2.amazonaws.com DescribeInstances true"
    };
    String all =
        IntStream.range(0, records)
            .mapToObj(i -> {
              String[] call = calls[i % calls.length].split(" ", 3);
              return record
                  .replace("WHENN", WHEN + i % 10 + "Z")
                  .replace("SOURCE", call[0])
                  .replace("NAME", call[1])
                  .replace("READ", call[2])
                  .replace("NUMBER", Integer.toString(i));
            })
            .collect(Collectors.joining(","));
    add(
        "cloudtrail",
        account,
        region,
        records,
        "CloudTrail/REGION/DAY/ACCOUNT_CloudTrail_REGION_STAMPT0935Z_0123456789abcdef.json.gz",
        "{\"Records\":[" + all + "]}");
    add(
        "cloudtrail-insight",
        account,
        region,
        1,
        "CloudTrail-Insight/REGION/DAY/ACCOUNT_CloudTrail-Insight_REGION_STAMPT0935Z_0123.json.gz",
        """
        {"Records":[{"eventVersion":"1.09","eventTime":"2026-03-10T09:31:00Z","awsRegion":"REGION","eventID":"insight-ACCOUNT-REGION","eventType":"AwsCloudTrailInsight","recipientAccountId":"ACCOUNT","sharedEventID":"s","insightDetails":{"state":"Start","eventSource":"ec2.amazonaws.com","eventName":"RunInstances","insightType":"ApiCallRateInsight"},"eventCategory":"Insight"}]}\
        """);
  }

  private void config(String account, String region, int records) {
    String item =
        """
        {"relatedEvents":[],"relationships":[],"configuration":{"instanceId":"i-0NUMBER","Records":[]},"tags":{"Owner":"web"},"configurationItemVersion":"1.3","configurationItemCaptureTime":"WHENN","configurationStateId":1773135062000,"awsAccountId":"ACCOUNT","configurationItemStatus":"OK","resourceType":"AWS::EC2::Instance","resourceId":"i-0NUMBER","ARN":"arn:aws:ec2:REGION:ACCOUNT:instance/i-0NUMBER","awsRegion":"REGION"}\
        """;
    String items = repeated(item, records, ".000Z", ",");
    String folder =
        "Config/REGION/" + day.getYear() + "/" + day.getMonthValue() + "/" + day.getDayOfMonth();
    add(
        "config-history",
        account,
        region,
        records,
        folder
            + "/ConfigHistory/ACCOUNT_Config_REGION_ConfigHistory_AWS::EC2::Instance_STAMPT093102Z_STAMPT093202Z_1.json.gz",
        "{\"fileVersion\":\"1.0\",\"configurationItems\":[" + items + "]}");
    add(
        "config-snapshot",
        account,
        region,
        records,
        folder
            + "/ConfigSnapshot/ACCOUNT_Config_REGION_ConfigSnapshot_STAMPT093102Z_01234567.json.gz",
        "{\"fileVersion\":\"1.0\",\"configSnapshotId\":\"01234567-ACCOUNT\",\"configurationItems\":["
            + items
            + "]}");
  }

  private void loadBalancers(String account, String region, int records) {
    String folder = "elasticloadbalancing/REGION/DAY/ACCOUNT_elasticloadbalancing_REGION_";
    add(
        "application-load-balancer",
        account,
        region,
        records,
        folder + "app.web.0123456789abcdef_STAMPT0935Z_192.0.2.10_abcdefgh.log.gz",
        repeated(
            "https WHENN app/web/0123456789abcdef 203.0.113.1:4000NUMBER 10.0.0.1:80 0.001 0.002"
                + " 0.000 200 200 34 366 \"GET https://www.example.com:443/ HTTP/1.1\""
                + " \"curl/8.5.0\" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2"
                + " arn:aws:elasticloadbalancing:REGION:ACCOUNT:targetgroup/web/0123456789abcdef"
                + " \"Root=1-65ed0000-0123456789abcdef01234567\" \"www.example.com\""
                + " \"session-reused\" 0 WHENN \"forward\" \"-\" \"-\" \"10.0.0.1:80\" \"200\""
                + " \"-\" \"-\" TID_NUMBER\n",
            records,
            ".123456Z",
            ""));
    add(
        "network-load-balancer",
        account,
        region,
        records,
        folder + "net.edge.0123456789abcdef_STAMPT0935Z_abcdefgh.log.gz",
        repeated(
            "tls 2.0 WHENN net/edge/0123456789abcdef 0123456789abcdef 203.0.113.1:5134NUMBER"
                + " 10.0.0.1:443 5 2 98 246 - arn:aws:acm:REGION:ACCOUNT:certificate/0 -"
                + " ECDHE-RSA-AES128-SHA tlsv12 - edge.example.com - - - 2026-03-10T09:30:59\n",
            records,
            "",
            ""));
    add(
        "classic-load-balancer",
        account,
        region,
        records,
        folder + "old-web_STAMPT0935Z_192.0.2.10_abcdefgh.log",
        repeated(
            "WHENN old-web 203.0.113.1:281NUMBER 10.0.0.1:80 0.000073 0.001048 0.000057 200 200 0"
                + " 29 \"GET http://www.example.com:80/ HTTP/1.1\" \"curl/7.38.0\" - -\n",
            records,
            ".945958Z",
            ""));
  }

  private void network(String account, String region, int records) {
    add(
        "vpc-flow-log",
        account,
        region,
        records,
        "vpcflowlogs/REGION/DAY/ACCOUNT_vpcflowlogs_REGION_fl-0123456789abcdef0_STAMPT0935Z_0123abcd.log.gz",
        "version account-id interface-id srcaddr dstaddr srcport dstport protocol packets bytes"
            + " start end action log-status\n"
            + repeated(
                "2 ACCOUNT eni-0NUMBER 10.0.0.1 198.51.100.9 443 50123 6 10 840 1773135060"
                    + " 1773135120 ACCEPT OK\n",
                records,
                "",
                ""));
    add(
        "resolver-query",
        account,
        region,
        records,
        "vpcdnsquerylogs/vpc-0123456789/DAY/vpc-0123456789_vpcdnsquerylogs_ACCOUNT_STAMPT0935Z_0123abcd.log.gz",
        repeated(
            """
            {"version":"1.100000","account_id":"ACCOUNT","region":"REGION","vpc_id":"vpc-0123456789","query_timestamp":"WHENN","query_name":"example.com.","query_type":"A","rcode":"NOERROR","answers":[],"srcaddr":"10.0.0.1","srcport":"5000NUMBER","transport":"UDP"}
            """,
            records,
            "Z",
            ""));
    String[] kinds = {
      "alert"
          + " \"alert\":{\"action\":\"blocked\",\"signature_id\":3,\"signature\":\"x\",\"severity\":1}",
      "flow \"netflow\":{\"pkts\":1,\"bytes\":60,\"min_ttl\":241,\"max_ttl\":241}",
      "tls \"tls_error\":{\"error_message\":\"x\"}"
    };
    for (String kind : kinds) {
      String[] parts = kind.split(" ", 2);
      add(
          "network-firewall",
          account,
          region,
          records,
          "network-firewall/"
              + parts[0]
              + "/REGION/edge/DAY/09/ACCOUNT_network-firewall_"
              + parts[0]
              + "_REGION_edge_202603100930_01234567.log.gz",
          repeated(
              "{\"firewall_name\":\"edge\",\"availability_zone\":\"REGIONa\",\"event_timestamp\":"
                  + "\"177313506NUMBER\",\"event\":{\"timestamp\":\"WHENN\",\"flow_id\":17,"
                  + "\"event_type\":\""
                  + (parts[0].equals("flow") ? "netflow" : parts[0])
                  + "\",\"src_ip\":\"203.0.113.9\",\"src_port\":4704,\"dest_ip\":\"10.0.0.1\","
                  + "\"dest_port\":443,\"proto\":\"TCP\","
                  + parts[1]
                  + "}}\n",
              records,
              ".007515+0000",
              ""));
    }
  }

  private void web(String account, String region, int records) {
    add(
        "waf",
        account,
        region,
        records,
        "WAFLogs/REGION/edge/DAY/09/30/ACCOUNT_waflogs_REGION_edge_STAMPT0930Z_01234567.log.gz",
        repeated(
            """
            {"timestamp":177313506NUMBER123,"formatVersion":1,"webaclId":"arn:aws:wafv2:REGION:ACCOUNT:regional/webacl/edge/0","terminatingRuleId":"rate","terminatingRuleType":"RATE_BASED","action":"BLOCK","terminatingRuleMatchDetails":[],"httpSourceName":"ALB","httpSourceId":"ACCOUNT-app/web/0","ruleGroupList":[],"httpRequest":{"clientIp":"203.0.113.1","country":"NO","headers":[{"name":"Host","value":"www.example.com"}],"uri":"/","args":"","httpMethod":"GET","requestId":"1-NUMBER"}}
            """,
            records,
            "",
            ""));
    add(
        "cloudfront",
        account,
        region,
        records,
        "CloudFront/E1EXAMPLE0ABCD.2026-03-10-09.0123abcd.gz",
        "#Version: 1.0\n#Fields: date time x-edge-location sc-bytes c-ip cs-method cs(Host)"
            + " cs-uri-stem sc-status cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie)"
            + " x-edge-result-type x-edge-request-id x-host-header cs-protocol cs-bytes time-taken"
            + " x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type"
            + " cs-protocol-version fle-status fle-encrypted-fields c-port time-to-first-byte"
            + " x-edge-detailed-result-type sc-content-type sc-content-len sc-range-start"
            + " sc-range-end\n"
            + repeated(
                "2026-03-10\t09:31:0NUMBER\tOSL50-P1\t946\t203.0.113.1\tGET\td1.cloudfront.net\t/"
                    + "\t200\t-\tcurl/8.5.0\t-\t-\tHit\tid-NUMBER==\twww.example.com\thttps\t472"
                    + "\t0.210\t-\tTLSv1.3\tTLS_AES_128_GCM_SHA256\tHit\tHTTP/2.0\t-\t-\t52612"
                    + "\t0.210\tHit\ttext/html\t78\t-\t-\n",
                records,
                "",
                ""));
    String owner = "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be";
    add(
        "s3-access",
        account,
        region,
        records,
        "../../s3-access/ACCOUNT/REGION/site-ACCOUNT/DAY/2026-03-10-09-31-02-0123456789ABCDEF",
        repeated(
            owner
                + " site-ACCOUNT [10/Mar/2026:09:31:0NUMBER +0000] 203.0.113.1"
                + " arn:aws:iam::999900001111:user/visitor 3E57427F3NUMBER REST.GET.OBJECT"
                + " index.html \"GET /index.html HTTP/1.1\" 200 - 113 113 7 6 \"-\" \"curl/8.5.0\""
                + " - s9lzHYrFp76ZVxRcpX9+5cjAnEH2ROuNkd2BHfIa6UkFVdtjf5mKR3/eTPFvsiP/XV/VLi31234="
                + " SigV4 ECDHE-RSA-AES128-GCM-SHA256 AuthHeader site.s3.amazonaws.com TLSv1.2 -"
                + " -\n",
            records,
            "",
            ""));
  }

  private void guardDuty(String account, String region, int records) {
    add(
        "guardduty",
        account,
        region,
        records,
        "GuardDuty/REGION/DAY/01234567-ACCOUNT-REGION.jsonl.gz",
        repeated(
            """
            {"schemaVersion":"2.0","accountId":"ACCOUNT","region":"REGION","id":"f-ACCOUNT-REGION-NUMBER","arn":"arn:aws:guardduty:REGION:ACCOUNT:detector/d/finding/f-ACCOUNT-REGION-NUMBER","type":"Recon:EC2/PortProbeUnprotectedPort","resource":{"resourceType":"Instance"},"severity":2,"updatedAt":"WHENN","service":{"count":1,"archived":false}}
            """,
            records,
            ".000Z",
            ""));
  }

  /** By a subscription of the cluster's log group, through Firehose. */
  private void eks(String account, String region, int records) {
    String audit =
        "{\\\"kind\\\":\\\"Event\\\",\\\"apiVersion\\\":\\\"audit.k8s.io/v1\\\",\\\"level\\\":"
            + "\\\"Metadata\\\",\\\"auditID\\\":\\\"ACCOUNT-NUMBER\\\",\\\"stage\\\":"
            + "\\\"ResponseComplete\\\",\\\"requestURI\\\":\\\"/api/v1/secrets\\\",\\\"verb\\\":"
            + "\\\"list\\\",\\\"stageTimestamp\\\":\\\"WHENN\\\"}";
    String events =
        repeated(
            "{\"id\":\"NUMBER\",\"timestamp\":1773135061000,\"message\":\"" + audit + "\"}",
            records,
            ".123456Z",
            ",");
    add(
        "eks-audit",
        account,
        region,
        records,
        "../../eks/2026/03/10/09/eks-stream-1-2026-03-10-09-31-02-ACCOUNT-REGION.gz",
        "{\"messageType\":\"DATA_MESSAGE\",\"owner\":\"ACCOUNT\",\"logGroup\":\"/aws/eks/web/cluster\","
            + "\"logStream\":\"kube-apiserver-audit-0\",\"subscriptionFilters\":[\"all\"],"
            + "\"logEvents\":["
            + events
            + ",{\"id\":\"x\",\"timestamp\":1773135061000,\"message\":\"I0310 09:31:01 1"
            + " httplog.go:132] HTTP\"}]}");
  }

  private void leftovers(String account, String region) {
    add("folder", account, region, 0, "", "");
    add("write-check", account, region, 0, "Config/ConfigWritabilityCheckFile", "");
    add(
        "write-check",
        account,
        region,
        0,
        "elasticloadbalancing/ELBAccessLogTestFile",
        "Enable AccessLog for ELB: web at 2026-03-10T09:31:02.123Z");
    add(
        "write-check",
        account,
        region,
        0,
        "../../exports/ACCOUNT-REGION/aws-logs-write-test",
        "Permission Check Successful");
    add("empty", account, region, 0, "GuardDuty/REGION/DAY/empty-ACCOUNT.jsonl.gz", "");
  }

  private static String repeated(String text, int times, String fraction, String between) {
    return IntStream.range(0, times)
        .mapToObj(i ->
            text.replace("WHENN", WHEN + i % 10 + fraction)
                .replace("NUMBER", Integer.toString(i % 10)))
        .collect(Collectors.joining(between));
  }

  private void add(
      String family, String account, String region, int records, String name, String text) {
    String root = (organization.isEmpty() ? "" : organization + "/") + "AWSLogs/ACCOUNT/";
    String whole = name.startsWith("../../") ? name.substring("../../".length()) : root + name;
    String key =
        whole
            .replace("DAY", day.format(DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT)))
            .replace("STAMP", day.format(DateTimeFormatter.BASIC_ISO_DATE))
            .replace("ACCOUNT", account)
            .replace("REGION", region);
    byte[] content =
        text.replace("ACCOUNT", account).replace("REGION", region).getBytes(StandardCharsets.UTF_8);
    Stored stored =
        new Stored(
            key, key.endsWith("gz") ? gzip(content) : content, family, account, region, records);
    if (!objects.contains(stored)) {
      objects.add(stored);
    }
  }

  private static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (GZIPOutputStream out = new GZIPOutputStream(bytes)) {
      out.write(content);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }
}
