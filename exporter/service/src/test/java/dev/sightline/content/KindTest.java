package dev.sightline.content;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class KindTest {
  private static final String FINDING =
      "{\"schemaVersion\":\"2.0\",\"accountId\":\"1\",\"region\":\"x\",\"id\":\"f\","
          + "\"arn\":\"arn:aws-us-gov:guardduty:x:1:detector/d/finding/f\",\"type\":\"T\"}";

  @Test
  void the_content_decides_whatever_the_key_says() {
    assertEquals(Kind.FINDINGS, Kind.of("some/file", FINDING));
    assertEquals(Kind.FINDINGS, Kind.of("x", "[" + FINDING));
    assertEquals(Kind.CLOUDTRAIL, Kind.of("AWSLogs/1/GuardDuty/x", "{\"Records\":[" + FINDING));
    assertEquals(
        Kind.FLOW_LOG, Kind.of("some/file", "version account-id interface-id srcaddr\n2 1 a b"));
    assertEquals(
        Kind.RESOLVER_QUERIES,
        Kind.of("some/file", "{\"query_timestamp\":\"t\",\"query_name\":\"example.com.\"}"));
    assertEquals(Kind.RECORDS, Kind.of("some/file", "{\"eventVersion\":\"1.09\"}"));
    assertEquals(Kind.LEFTOVER, Kind.of("some/file", "Permission Check Successful"));
  }

  @Test
  void the_key_decides_where_the_content_does_not_tell() {
    assertEquals(Kind.FINDINGS, Kind.of("AWSLogs/1/GuardDuty/x/f.jsonl.gz", "{\"id\":"));
    assertEquals(Kind.FLOW_LOG, Kind.of("AWSLogs/1/vpcflowlogs/x/f.log.gz", "what is this"));
    assertEquals(Kind.JSON, Kind.of("AWSLogs/1/CloudTrail-Insight/x", "{\"id\":"));
    assertEquals(
        Kind.LEFTOVER,
        Kind.ofKey("o-abcdefghij/AWSLogs/111122223333/Config/ConfigWritabilityCheckFile"));
  }
}
