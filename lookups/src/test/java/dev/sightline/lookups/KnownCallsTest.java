package dev.sightline.lookups;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class KnownCallsTest {
  private static final KnownCalls SHIPPED = KnownCalls.shipped();

  @Test
  void a_call_is_known_under_the_event_source_that_writes_it() {
    assertTrue(SHIPPED.has("iam.amazonaws.com", "CreateUser"));
    assertFalse(SHIPPED.has("cloudtrail.amazonaws.com", "CreateUser"));
    assertTrue(SHIPPED.has("monitoring.amazonaws.com", "DeleteAlarms"));
    assertTrue(SHIPPED.has("ses.amazonaws.com", "GetAccount"));
    assertTrue(SHIPPED.has("elasticmapreduce.amazonaws.com", "RunJobFlow"));
    assertTrue(SHIPPED.has("sso.amazonaws.com", "GetRoleCredentials"));
    assertTrue(SHIPPED.has("s3.amazonaws.com", "PutBucketPublicAccessBlock"));
  }

  @Test
  void a_date_behind_a_name_is_no_part_of_it() {
    assertEquals("UpdateFunctionCode", KnownCalls.bare("UpdateFunctionCode20150331v2"));
    assertEquals("UpdateDistribution", KnownCalls.bare("UpdateDistribution2020_05_31"));
    assertEquals("DisableSecurityHubV2", KnownCalls.bare("DisableSecurityHubV2"));
    assertTrue(SHIPPED.has("lambda.amazonaws.com", "AddPermission20150331v2"));
    assertTrue(SHIPPED.has("cloudfront.amazonaws.com", "UpdateDistribution2020_05_31"));
  }

  @Test
  void case_does_not_matter_and_a_misspelt_name_is_unknown() {
    assertTrue(SHIPPED.has("stoplogging"));
    assertFalse(SHIPPED.has("StopLoging"));
  }

  @Test
  void an_event_that_no_model_has_is_known_with_its_reason() {
    assertTrue(SHIPPED.has("signin.amazonaws.com", "ConsoleLogin"));
    assertFalse(KnownCalls.of(List.of(), List.of()).has("ConsoleLogin"));
    assertTrue(
        KnownCalls.of(List.of("a.amazonaws.com Do:It,That"), List.of("b.amazonaws.com X,Y why"))
            .has("b.amazonaws.com", "y"));
  }

  @Test
  void every_sensitive_call_is_known() {
    Lookup calls =
        Objects.requireNonNull(
            LookupFolder.shipped().stream()
                .filter(lookup -> lookup.name().equals("sightline_sensitive_calls"))
                .findFirst()
                .orElse(null));
    for (Map<String, String> row : calls.rows()) {
      assertTrue(
          SHIPPED.has(row.getOrDefault("event_source", ""), row.getOrDefault("event_name", "")),
          row::toString);
    }
  }
}
