package dev.sightline.permission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Which statements of a policy are for anybody. */
class OpenPolicyTest {
  private static List<String> open(String principal, String condition) {
    return OpenPolicy.toAnybody(
        """
        {"Version":"2012-10-17","Statement":[
          {"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::111122223333:root"},"Action":"sqs:*","Resource":"*"},
          {"Effect":"Deny","Principal":"*","Action":"sqs:*","Resource":"*"},
          {"Effect":"Allow","Principal":%s,"Action":["sqs:SendMessage"],"Resource":"*"%s}]}
        """
            .formatted(principal, condition.isEmpty() ? "" : ",\"Condition\":" + condition));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\"*\"", "{\"AWS\":\"*\"}", "{\"AWS\":[\"111122223333\",\"*\"]}"})
  void a_statement_for_everybody_is_told_in_every_spelling(String principal) {
    assertEquals(List.of("sqs:SendMessage"), open(principal, ""));
  }

  @Test
  void a_statement_for_a_service_or_an_account_is_for_somebody() {
    assertEquals(List.of(), open("{\"Service\":\"s3.amazonaws.com\"}", ""));
    assertEquals(List.of(), open("{\"AWS\":\"444455556666\"}", ""));
  }

  @Test
  void a_statement_for_everybody_is_told_unless_a_condition_narrows_it() {
    for (String narrows :
        List.of(
            "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:::trail-logs\"}}",
            "{\"StringEquals\":{\"aws:SourceAccount\":[\"111122223333\"]}}",
            "{\"StringEquals\":{\"AWS:PrincipalOrgID\":\"o-abc\"}}",
            "{\"IpAddress\":{\"aws:SourceIp\":\"198.51.100.0/24\"}}")) {
      assertEquals(List.of(), open("\"*\"", narrows), narrows);
    }
    for (String doesNot :
        List.of(
            "{\"Bool\":{\"aws:SecureTransport\":\"true\"}}",
            "{\"StringNotEquals\":{\"aws:SourceAccount\":\"111122223333\"}}",
            "{\"StringEqualsIfExists\":{\"aws:SourceAccount\":\"111122223333\"}}",
            "{\"StringLike\":{\"aws:PrincipalOrgID\":\"*\"}}",
            "{\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:*:*:*\"}}",
            "{\"IpAddress\":{\"aws:SourceIp\":[\"198.51.100.0/24\",\"0.0.0.0/0\"]}}")) {
      assertEquals(List.of("sqs:SendMessage"), open("\"*\"", doesNot), doesNot);
    }
  }

  @Test
  void whoever_is_allowed_by_leaving_others_out_is_anybody() {
    assertEquals(
        List.of("all but sqs:DeleteQueue"),
        OpenPolicy.toAnybody(
            "{\"Statement\":{\"Effect\":\"Allow\",\"NotPrincipal\":{\"AWS\":\"111122223333\"},"
                + "\"NotAction\":\"sqs:DeleteQueue\",\"Resource\":\"*\"}}"));
  }

  @Test
  void what_is_no_policy_lets_nobody_in() {
    for (String text : List.of("", "[]", "{", "{\"Statement\":3}", "null")) {
      assertEquals(List.of(), OpenPolicy.toAnybody(text), text);
    }
  }
}
