package dev.sightline.permission;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.sqs.model.SqsException;

/** AWS's refusals in the words that its services use. */
class MissingPermissionTest {
  private static final String QUEUE = "arn:aws:sqs:eu-central-1:111122223333:trail";

  @Test
  void an_action_that_nobody_allows_is_named_with_its_resource() {
    assertEquals(
        "sqs:ReceiveMessage on "
            + QUEUE
            + " is not allowed: allow it in our role's policy (no identity-based policy allows it)",
        said(
            "AccessDenied",
            "User: arn:aws:sts::111122223333:assumed-role/exporter/task is not authorized to"
                + " perform: sqs:receivemessage on resource: "
                + QUEUE
                + " because no identity-based policy allows the sqs:receivemessage action"));
  }

  @Test
  void an_explicit_deny_says_by_which_kind_of_policy() {
    assertEquals(
        "sqs:ReceiveMessage on "
            + QUEUE
            + " is denied by a service control policy, whatever others allow: ask who owns it",
        said(
            "AccessDenied",
            "User: arn:aws:iam::1:user/u is not authorized to perform: sqs:receivemessage on"
                + " resource: "
                + QUEUE
                + " with an explicit deny in a service control policy"));
  }

  @Test
  void a_key_that_may_not_be_used_is_named_in_the_place_of_the_call() {
    String key = "arn:aws:kms:eu-central-1:111122223333:key/k";
    assertEquals(
        "kms:Decrypt on "
            + key
            + " is not allowed: allow it in our role's policy and in the key's (no resource-based"
            + " policy allows it)",
        said(
            "AccessDenied",
            "User: arn:aws:iam::1:user/u is not authorized to perform: kms:Decrypt on resource: "
                + key
                + " because no resource-based policy allows the kms:Decrypt action"));
    assertEquals(
        "kms:Decrypt on the key of trail is not allowed: allow it in our role's policy and in the"
            + " key's",
        said("KmsAccessDenied", "The ciphertext refers to a key that you may not use."));
  }

  @Test
  void a_role_that_may_not_be_assumed_is_told_apart_from_the_call_that_needed_it() {
    String role = "arn:aws:iam::444455556666:role/sightline-guardduty";
    assertEquals(
        "sts:AssumeRole on "
            + role
            + " is not allowed: allow it in our role's policy, and our role in the trust policy of"
            + " that one, with the external id that it wants",
        said(
            "AccessDenied",
            "User: arn:aws:iam::1:user/u is not authorized to perform: sts:AssumeRole on resource: "
                + role));
  }

  @Test
  void a_refusal_that_names_nothing_is_that_of_the_call() {
    assertEquals(
        "sqs:ReceiveMessage on trail is not allowed: allow it in our role's policy",
        said("AccessDenied", "Access Denied"));
  }

  @Test
  void a_refusal_inside_another_failure_is_found() {
    Optional<MissingPermission> missing =
        MissingPermission.in(
            new IllegalStateException("outer", refused("AccessDenied", "no")), "a:B", "c");
    assertEquals("a:B", missing.orElseThrow().action());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "InvalidClientTokenId",
        "SignatureDoesNotMatch",
        "ExpiredToken",
        "OptInRequired",
        "RequestExpired",
      })
  void wrong_credentials_and_clocks_are_not_taken_for_a_missing_permission(String code) {
    assertEquals(Optional.empty(), MissingPermission.in(refused(code, "no"), "a:B", "c"));
  }

  private static String said(String code, String message) {
    return MissingPermission.said(refused(code, message), "sqs:ReceiveMessage", "trail");
  }

  private static AwsServiceException refused(String code, String message) {
    return SqsException.builder()
        .statusCode(403)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code)
                .errorMessage(message)
                .serviceName("Sqs")
                .build())
        .build();
  }
}
