package dev.sightline.guardduty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FindingShapeTest {
  private static final String ARN = "arn:aws:guardduty:eu-west-1:111122223333:detector/d/finding/f";

  private static Finding finding(String json) {
    return FindingShape.of(json.getBytes(UTF_8)).orElseThrow();
  }

  private static JsonNode tree(String json) throws JsonProcessingException {
    return FindingShape.JSON.readTree(json);
  }

  private static String text(Finding finding) {
    return new String(finding.json(), UTF_8);
  }

  private static String camel(String more) {
    return "{\"resource\":{\"resourceType\":\"Instance\",\"odd\":[1,{\"b\":[],\"a\":1.50}]},"
        + "\"service\":{\"action\":{\"x\":1},\"count\":3,\"archived\":true},\"id\":\"f\",\"arn\":\""
        + ARN
        + "\",\"type\":\"Recon:EC2/Portscan\",\"severity\":5.0,\"accountId\":\"111122223333\","
        + "\"updatedAt\":\"2026-01-02T03:04:05.678Z\""
        + more
        + "}";
  }

  @Test
  void a_finding_in_camel_case_keeps_its_meaning() throws JsonProcessingException {
    String json =
        camel(
            ",\"big\":123456789012345678901234567890,\"small\":1.5E-7,\"no\":null,\"odd\":\"\\ud800"
                + " ü \\\"\"");
    assertEquals(tree(json), tree(text(finding(json))));
    assertTrue(text(finding(json)).contains("\"severity\":5.0"), text(finding(json)));
  }

  @Test
  void the_newest_members_in_pascal_case_come_out_under_their_own_names() throws Exception {
    Finding finding =
        finding(
            "{\"Id\":\"f\",\"Type\":\"T\",\"Arn\":\""
                + ARN
                + "\",\"CustomDetectionRuleName\":\"r\",\"Resource\":{\"Ec2ImageDetails\":{"
                + "\"ImageArn\":\"i\"},\"ModelDetails\":[{\"Unheard\":1}],\"BedrockGuardrailDetails\":"
                + "{\"GuardrailArn\":\"g\"},\"MoonDetails\":{\"Phase\":1}}}");
    JsonNode json = tree(text(finding));
    assertEquals("r", json.path("customDetectionRuleName").asText());
    assertEquals("i", json.at("/resource/ec2ImageDetails/imageArn").asText());
    assertEquals("g", json.at("/resource/bedrockGuardrailDetails/guardrailArn").asText());
    assertTrue(json.at("/resource/modelDetails").isArray(), json::toString);
    assertEquals(1, json.at("/resource/MoonDetails/Phase").asInt());
  }

  @Test
  void scalars_come_first_then_long_texts_then_the_service() {
    String json =
        camel(",\"description\":\"" + "d".repeat(3_000) + "\",\"title\":\"t\"").replace(" ", "");
    String text = text(finding(json));
    assertTrue(text.indexOf("\"title\"") < text.indexOf("\"description\""), text);
    assertTrue(text.indexOf("\"description\"") < text.indexOf("\"service\""), text);
    assertTrue(text.indexOf("\"service\"") < text.indexOf("\"resource\""), text);
    assertTrue(text.indexOf("\"count\"") < text.indexOf("\"action\""), text);
  }

  @Test
  void an_envelope_is_taken_off() throws JsonProcessingException {
    String envelope =
        "{\"source\":\"aws.guardduty\",\"detail-type\":\"GuardDuty Finding\",\"detail\":"
            + camel("")
            + "}";
    assertEquals(tree(camel("")), tree(text(finding(envelope))));
    assertEquals(finding(camel("")).identity(), finding(envelope).identity());
  }

  @Test
  void names_in_pascal_case_become_those_of_guardduty_and_keys_of_maps_stay()
      throws JsonProcessingException {
    String pascal =
        "{\"Id\":\"f\",\"Arn\":\""
            + ARN
            + "\",\"Type\":\"T\",\"AccountId\":\"1\",\"Severity\":5,\"Unheard\":{\"OfThis\":1},"
            + "\"Resource\":{\"InstanceDetails\":{\"NetworkInterfaces\":[{\"VpcId\":\"v\"}],"
            + "\"Tags\":[{\"Key\":\"Name\",\"Value\":\"Web\"}]}},"
            + "\"Service\":{\"Count\":2,\"Detection\":{\"Anomaly\":{\"Profiles\":{\"KeyOne\":"
            + "{\"KeyTwo\":[{\"ProfileType\":\"FREQUENCY\"}]}}}},"
            + "\"Action\":{\"AwsApiCallAction\":{\"RemoteIpDetails\":{\"IpAddressV4\":\"a\"}}}}}";
    String camel =
        "{\"id\":\"f\",\"arn\":\""
            + ARN
            + "\",\"type\":\"T\",\"accountId\":\"1\",\"severity\":5,\"Unheard\":{\"OfThis\":1},"
            + "\"resource\":{\"instanceDetails\":{\"networkInterfaces\":[{\"vpcId\":\"v\"}],"
            + "\"tags\":[{\"key\":\"Name\",\"value\":\"Web\"}]}},"
            + "\"service\":{\"count\":2,\"detection\":{\"anomaly\":{\"profiles\":{\"KeyOne\":"
            + "{\"KeyTwo\":[{\"profileType\":\"FREQUENCY\"}]}}}},"
            + "\"action\":{\"awsApiCallAction\":{\"remoteIpDetails\":{\"ipAddressV4\":\"a\"}}}}}";
    assertEquals(tree(camel), tree(text(finding(pascal))));
    assertEquals(finding(camel).identity(), finding(pascal).identity());
  }

  @Test
  void a_finding_is_identified_by_its_id_its_update_and_its_count() {
    Finding finding = finding(camel(""));
    assertEquals("f:2026-01-02T03:04:05.678Z:3", finding.identity());
    assertEquals(1767323045678L, finding.updatedAtMillis());
    assertEquals("111122223333", finding.accountId());
    String later = camel("").replace("05.678Z", "05.679Z");
    String again = camel("").replace("\"count\":3", "\"count\":4");
    String otherwise = camel("").replace("T03:04:05.678Z", " 03:04:05.678000");
    assertNotEquals(finding.identity(), finding(later).identity());
    assertNotEquals(finding.identity(), finding(again).identity());
    assertEquals(finding.identity(), finding(otherwise).identity());
  }

  @Test
  void a_time_that_cannot_be_read_is_part_of_the_identity_as_it_is() {
    Finding finding = finding(camel("").replace("2026-01-02T03:04:05.678Z", "yesterday"));
    assertEquals("f:yesterday:3", finding.identity());
    assertEquals(-1, finding.updatedAtMillis());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "{",
        "[]",
        "7",
        "{}",
        "{\"id\":\"f\",\"type\":\"T\"}",
        "{\"detail-type\":\"GuardDuty Finding\",\"source\":\"aws.guardduty\",\"detail\":{}}",
        "{\"SchemaVersion\":\"2018-10-08\",\"Id\":\"f\",\"Types\":[],\"AwsAccountId\":\"1\"}"
      })
  void what_is_no_finding_is_none(String json) {
    assertTrue(FindingShape.of(json.getBytes(UTF_8)).isEmpty());
  }

  @Test
  void a_log_about_guardduty_is_not_likely_to_have_findings() {
    assertTrue(FindingShape.isLikely(camel("")));
    assertFalse(FindingShape.isLikely("{\"arn\":\"arn:aws:iam::1:role/r\",\"accountId\":\"1\"}"));
  }
}
