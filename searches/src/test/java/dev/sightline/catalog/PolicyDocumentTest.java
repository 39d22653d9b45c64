package dev.sightline.catalog;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.spl.Search;
import dev.sightline.spl.SearchEnvironment;
import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Extraction;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the macros read out of policy documents, in every form in which one may be written. */
class PolicyDocumentTest {
  private static final String EVERYTHING = "everything";
  private static final String ALL_BUT_SOME = "everything but some calls";
  private static final String IAM = "rights over IAM that amount to all";

  private static List<String> read(String document, String macro, String field) {
    Row row = evaluated(document, macro);
    @Nullable Value value = row.get(field);
    return value == null ? List.of() : value.parts().stream().map(Scalar::text).toList();
  }

  private static Row evaluated(String document, String macro) {
    byte[] event;
    try {
      event = new ObjectMapper().writeValueAsBytes(Map.of("document", document));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    SearchEnvironment environment =
        SearchEnvironment.at(() -> 1_767_323_045).withMacros(CatalogTest.CATALOG.macros());
    return Search.compile(
            "index=main | `sightline_policy(document)` | `" + macro + "`", environment)
        .run(
            List.of(
                new Event(event, 1_767_323_045, Map.of("index", "main"), new Extraction(0, false))))
        .rows()
        .getFirst();
  }

  private static List<String> rights(String document) {
    return read(document, "sightline_rights", "rights");
  }

  private static List<String> parties(String document) {
    return read(document, "sightline_parties", "party");
  }

  private static String allow(String rest) {
    return "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\"," + rest + "}]}";
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Statement\":{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"*\"],\"Resource\":[\"*\"]}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":[\"s3:Get*\",\"*:*\"],\"Resource\":[\"arn:aws:s3:::b\",\"*\"]}]}",
        "{\"Statement\":[{\"Action\":\"*\",\"Resource\":\"*\",\"Sid\":\"\",\"Effect\":\"Allow\"}]}",
        "{\"statement\":[{\"effect\":\"Allow\",\"action\":\"*\",\"resource\":\"*\"}]}",
        "{ \"Version\" : \"2012-10-17\",\n"
            + " \"Statement\" : [ {\t\"Effect\" : \"Allow\", \"Action\" : [ \"*\" ], \"Resource\" :"
            + " \"*\" } ] }",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"},{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"s3:GetObject\",\"Resource\":\"arn:aws:s3:::b/*\"},{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"\\u002a\",\"Resource\":\"\\u002A\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"**\",\"Resource\":\"arn:aws:*:*:*:*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"arn:aws-us-gov:*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"NotResource\":\"arn:aws:s3:::logs/*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\",\"Resource\":\"*\",\"Condition\":{\"Bool\":{\"aws:MultiFactorAuthPresent\":\"true\"}}}]}"
      })
  void every_way_to_write_all_rights_is_all_rights(String document) {
    assertEquals(List.of(EVERYTHING), rights(document));
    assertEquals(
        List.of(EVERYTHING),
        rights(URLEncoder.encode(document, StandardCharsets.UTF_8).replace("+", "%20")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"NotAction\":\"s3:DeleteBucket\",\"Resource\":\"*\"",
        "\"NotAction\":[\"organizations:*\",\"account:*\"],\"Resource\":[\"*\"]",
        "\"NotAction\":\"iam:DeleteUser\",\"Resource\":\"*\""
      })
  void all_calls_but_some_are_told_apart(String statement) {
    assertEquals(List.of(ALL_BUT_SOME), rights(allow(statement)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Action\":\"iam:*\",\"Resource\":\"*\"",
        "\"Action\":[\"s3:ListBucket\",\"IAM:*\"],\"Resource\":\"*\"",
        "\"Action\":\"iam:Put*\",\"Resource\":\"*\"",
        "\"Action\":\"iam:Attach*\",\"Resource\":\"*\"",
        "\"Action\":\"iam:*Policy\",\"Resource\":\"*\"",
        "\"Action\":\"iam:AttachUserPolicy\",\"Resource\":\"*\"",
        "\"Action\":[\"iam:ListUsers\",\"iam:createpolicyversion\"],\"Resource\":\"*\"",
        "\"Action\":\"iam:*\",\"Resource\":\"arn:aws:iam::111122223333:*\"",
        "\"Action\":\"iam:PutRolePolicy\",\"Resource\":\"arn:aws-cn:iam::*:role/*\"",
        "\"Action\":\"*\",\"Resource\":\"arn:aws:iam::111122223333:role/*\""
      })
  void rights_over_identities_amount_to_all(String statement) {
    assertEquals(List.of(IAM), rights(allow(statement)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Action\":\"s3:*\",\"Resource\":\"*\"",
        "\"Action\":\"iam:Get*\",\"Resource\":\"*\"",
        "\"Action\":[\"iam:List*\",\"iam:GenerateCredentialReport\"],\"Resource\":\"*\"",
        "\"Action\":\"iam:CreateAccessKey\",\"Resource\":\"arn:aws:iam::*:user/${aws:username}\"",
        "\"Action\":\"*\",\"Resource\":\"arn:aws:s3:::b/*\"",
        "\"Action\":\"*\",\"Resource\":[\"arn:aws:s3:::b\",\"arn:aws:s3:::b/*\"]",
        "\"NotAction\":[\"iam:*\",\"organizations:*\"],\"Resource\":\"*\"",
        "\"Action\":\"iam:CreateUser\",\"Resource\":\"*\"",
        "\"Action\":\"iam:AttachRolePolicy\",\"Resource\":\"*\",\"Condition\":{\"StringEquals\":{\"iam:PermissionsBoundary\":\"arn:aws:iam::111122223333:policy/b\"}}",
        "\"Action\":\"iam:PutRolePolicy\",\"Resource\":\"arn:aws:iam::111122223333:role/app-web\"",
        "\"Action\":\"s3:GetObject\",\"Resource\":\"*\",\"Sid\":\"Action*\""
      })
  void a_part_of_the_rights_is_not_all(String statement) {
    assertEquals(List.of(), rights(allow(statement)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "StopLogging \"Action\":\"*\"",
        "{\"Statement\":[]}",
        "{\"Statement\":[{\"Effect\":\"Deny\",\"Action\":\"*\",\"Resource\":\"*\"}]}",
        "{\"Statement\":[{\"Effect\":\"Allow\",\"Action\":\"*\""
      })
  void what_is_no_document_or_denies_gives_nothing(String document) {
    assertEquals(List.of(), rights(document));
    assertEquals(List.of(), parties(document));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Principal\":\"*\",\"Action\":\"sts:AssumeRole\"",
        "\"Principal\":{\"AWS\":\"*\"},\"Action\":\"sts:AssumeRole\"",
        "\"Principal\":{\"AWS\":[\"*\"]},\"Action\":\"sts:AssumeRole\"",
        "\"NotPrincipal\":{\"AWS\":\"arn:aws:iam::111122223333:user/eve\"},\"Action\":\"s3:GetObject\"",
        "\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"sts:ExternalId\":\"x\"}}",
        "\"Principal\":\"*\",\"Condition\":{\"StringLike\":{\"aws:PrincipalOrgID\":\"*\"}}",
        "\"Principal\":\"*\",\"Condition\":{\"StringNotEquals\":{\"aws:PrincipalAccount\":\"111122223333\"}}",
        "\"Principal\":\"*\",\"Condition\":{\"StringEqualsIfExists\":{\"aws:PrincipalOrgID\":\"o-1\"}}"
      })
  void everyone_is_let_in(String statement) {
    assertEquals(List.of("everyone"), parties(allow(statement)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\"Principal\":\"*\",\"Condition\":{\"StringEquals\":{\"aws:PrincipalOrgID\":\"o-1\"}}",
        "\"Principal\":{\"AWS\":\"*\"},\"Condition\":{\"ForAnyValue:StringLike\":{\"aws:PrincipalOrgPaths\":[\"o-1/*\"]}}",
        "\"Principal\":{\"AWS\":\"*\"},\"Condition\":{\"Bool\":{\"aws:SecureTransport\":\"true\"},\"ArnLike\":{\"aws:SourceArn\":\"arn:aws:s3:::b\"}}",
        "\"Principal\":{\"Service\":\"lambda.amazonaws.com\"}",
        "\"Principal\":{\"Federated\":\"cognito-identity.amazonaws.com\"}"
      })
  void a_condition_or_a_service_is_not_everyone(String statement) {
    assertEquals(List.of(), parties(allow(statement)));
  }

  @Test
  void accounts_are_found_in_every_form_and_in_any_number() {
    StringBuilder many = new StringBuilder();
    for (int i = 0; i < 20; i++) {
      many.append("\"arn:aws:iam::1111222233").append(40 + i).append(":root\",");
    }
    List<String> found =
        parties(
            allow(
                "\"Principal\":{\"AWS\":["
                    + many
                    + "\"999988887777\",\"arn:aws-us-gov:sts::888877776666:assumed-role/a/b\"]}"));
    assertEquals(22, found.size());
    assertEquals(List.of("999988887777", "888877776666"), found.subList(20, 22));
    assertEquals(
        List.of("999988887777"), parties(allow("\"Principal\":{\"AWS\":\"999988887777\"}")));
    assertEquals(
        List.of("999988887777"),
        parties(
            "{\"Statement\":[{\"Effect\":\"Deny\",\"Principal\":\"*\"},{\"Effect\":\"Allow\","
                + "\"Principal\":{\"Service\":\"ec2.amazonaws.com\",\"AWS\":\"arn:aws:iam::999988887777:user/x\"}}]}"));
  }
}
