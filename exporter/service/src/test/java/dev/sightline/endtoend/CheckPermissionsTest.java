package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.stand.GuardDutyServer;
import dev.sightline.stand.StsServer;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code check} says which permission is missing, where AWS refuses a call. */
@Isolated
class CheckPermissionsTest {
  private static final String SQS_DENIED =
      "{\"__type\":\"com.amazon.coral.service#AccessDeniedException\",\"message\":\"Access to the"
          + " resource is denied.\"}";
  private static final String S3_DENIED =
      "<Error><Code>AccessDenied</Code><Message>Access Denied</Message></Error>";
  private static final String STS_DENIED =
      "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: u is not"
          + " authorized to perform: sts:AssumeRole on resource:"
          + " arn:aws:iam::444455556666:role/sightline-guardduty</Message></Error></ErrorResponse>";
  private static final String INVALID_POLICY =
      "{\"__type\":\"com.amazonaws.sqs#InvalidAttributeValue\",\"message\":\"Invalid value for the"
          + " parameter Policy.\"}";
  private static final String INVALID_VERSION =
      "<Error><Code>InvalidArgument</Code><Message>Invalid version id specified</Message></Error>";
  private static final String KEY = "arn:aws:kms:us-east-1:111122223333:key/k";

  private final Surroundings around = new Surroundings();

  @AfterEach
  void stop() {
    around.close();
  }

  private CommandRun check(Map<String, Object> properties) {
    properties.put("sightline.buckets", Surroundings.BUCKET + "/AWSLogs/");
    return CommandRun.of(properties, "check");
  }

  private CommandRun checkWithSqsThatDenies(Set<String> actions) {
    try (HttpFront sqs =
        HttpFront.start(
            around.sqsServer.endpoint(),
            request ->
                actions.stream().anyMatch(request::asksSqsTo)
                    ? new Fate.Answers(403, SQS_DENIED)
                    : new Fate.Passes())) {
      Map<String, Object> properties = around.properties();
      properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
      return check(properties);
    }
  }

  private CommandRun checkWithS3(Function<HttpFront.Request, Fate> judge) {
    try (HttpFront s3 = HttpFront.start(around.s3Server.endpoint(), judge)) {
      Map<String, Object> properties = around.properties();
      properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
      return check(properties);
    }
  }

  private static boolean lists(HttpFront.Request request) {
    return request.path().replace("/", "").equals(Surroundings.BUCKET);
  }

  @Test
  void where_everything_is_allowed_nothing_is_missing_and_no_message_is_touched() {
    around.put("AWSLogs/log.json", Logs.plain(Logs.records("log", 1)));
    around.send("a message");
    CommandRun run = check(around.properties());
    assertFalse(run.output().contains("not allowed"), run.output());
    assertTrue(
        run.output().contains("may be read: s3://trail-logs/AWSLogs/log.json"), run.output());
    assertEquals(1, around.visibleMessages());
    assertEquals(1, around.messages(around.queueUrl));
    assertEquals(0, around.messages(around.deadLetterQueueUrl));
  }

  @Test
  void each_action_on_a_queue_is_named() {
    CommandRun run =
        checkWithSqsThatDenies(
            Set.of("ReceiveMessage", "DeleteMessage", "ChangeMessageVisibility", "SendMessage"));
    assertEquals(1, run.exitCode());
    for (String action :
        List.of(
            "sqs:ReceiveMessage",
            "sqs:DeleteMessage",
            "sqs:ChangeMessageVisibility",
            "sqs:SendMessage")) {
      assertTrue(
          run.output().contains(action + " on trail is not allowed: allow it"), run.output());
    }
    assertTrue(run.output().contains("sqs:SendMessage on trail-dead is not allowed"), run.output());
  }

  @Test
  void a_queue_that_may_not_be_asked_about_itself_says_so() {
    CommandRun run = checkWithSqsThatDenies(Set.of("GetQueueAttributes"));
    assertEquals(1, run.exitCode());
    assertTrue(
        run.output().contains("sqs:GetQueueAttributes on " + around.queueUrl + " is not allowed"),
        run.output());
  }

  @Test
  void a_dead_letter_queue_that_may_not_be_looked_up_says_so() {
    CommandRun run = checkWithSqsThatDenies(Set.of("GetQueueUrl"));
    assertEquals(1, run.exitCode());
    assertTrue(run.output().contains("sqs:GetQueueUrl on arn:aws:sqs:"), run.output());
  }

  @Test
  void a_bucket_that_hands_nothing_out_is_told_from_one_that_may_not_be_listed() {
    CommandRun nothing =
        checkWithS3(
            request -> lists(request) ? new Fate.Passes() : new Fate.Answers(403, S3_DENIED));
    assertEquals(1, nothing.exitCode());
    assertTrue(
        nothing.output().contains("s3:GetObject on s3://trail-logs/AWSLogs/* is not allowed"),
        nothing.output());
    CommandRun unlisted = checkWithS3(request -> new Fate.Answers(403, S3_DENIED));
    assertTrue(
        unlisted.output().contains("s3:ListBucket on s3://trail-logs is not allowed"),
        unlisted.output());
  }

  @Test
  void a_key_that_may_not_be_used_is_named() {
    around.put("AWSLogs/log.json", Logs.plain(Logs.records("log", 1)));
    CommandRun run =
        checkWithS3(request ->
            request.path().endsWith("log.json")
                ? new Fate.Answers(
                    403,
                    S3_DENIED.replace(
                        "Access Denied",
                        "User: u is not authorized to perform: kms:Decrypt on resource: "
                            + KEY
                            + " because no identity-based policy allows the kms:Decrypt action"))
                : new Fate.Passes());
    assertTrue(run.output().contains("kms:Decrypt on " + KEY + " is not allowed"), run.output());
  }

  @Test
  void what_is_allowed_and_never_needed_is_a_warning() {
    CommandRun none = check(around.properties());
    assertFalse(none.output().contains("never needed"), none.output());
    try (HttpFront sqs =
        HttpFront.start(
            around.sqsServer.endpoint(),
            request ->
                request.asksSqsTo("SetQueueAttributes")
                    ? new Fate.Answers(400, INVALID_POLICY)
                    : new Fate.Passes())) {
      Map<String, Object> properties = around.properties();
      properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
      CommandRun run = check(properties);
      assertTrue(
          run.output().contains("sqs:SetQueueAttributes is allowed to us and never needed"),
          run.output());
    }
    CommandRun bucket =
        checkWithS3(request ->
            request.method().equals("DELETE")
                ? new Fate.Answers(400, INVALID_VERSION)
                : new Fate.Passes());
    assertTrue(
        bucket.output().contains("s3:DeleteObjectVersion is allowed to us and never needed"),
        bucket.output());
  }

  @Test
  void a_bucket_or_queue_that_anybody_may_write_is_a_warning() {
    String policy =
        "{\"Version\":\"2012-10-17\",\"Statement\":[{\"Effect\":\"Allow\",\"Principal\":\"*\","
            + "\"Action\":\"s3:PutObject\",\"Resource\":\"arn:aws:s3:::trail-logs/*\"}]}";
    CommandRun bucket =
        checkWithS3(request ->
            request.query().startsWith("policy")
                ? new Fate.Answers(200, policy)
                : new Fate.Passes());
    assertTrue(
        bucket.output().contains("lets anybody do s3:PutObject by its policy"), bucket.output());
    assertFalse(check(around.properties()).output().contains("lets anybody"));
  }

  @Test
  void guardduty_and_the_roles_are_asked_where_they_are_configured() {
    try (GuardDutyServer guardDuty = GuardDutyServer.start();
        StsServer sts = StsServer.start();
        HttpFront front = HttpFront.start(sts.endpoint(), request -> new Fate.Passes())) {
      guardDuty.detector("eu-west-1", "d", "111122223333", true);
      guardDuty.refuse("eu-west-2", "AccessDeniedException");
      Map<String, Object> properties = around.properties();
      properties.put("aws.endpoint-url-guardduty", guardDuty.endpoint().toString());
      properties.put("aws.endpoint-url-sts", front.endpoint().toString());
      properties.put("sightline.guardduty.poll", "15m");
      properties.put("sightline.guardduty.regions", "eu-west-1,eu-west-2");
      properties.put(
          "sightline.roles", "guardduty=arn:aws:iam::444455556666:role/sightline-guardduty");
      String allowed = check(properties).output();
      assertTrue(
          allowed.contains("GuardDuty denies eu-west-2: allow guardduty:ListDetectors"), allowed);
      assertTrue(allowed.contains("may be asked in 1 of 2 regions"), allowed);
      assertTrue(allowed.contains("role/sightline-guardduty may be assumed"), allowed);

      front.judge(request -> new Fate.Answers(403, STS_DENIED));
      String denied = check(properties).output();
      String sentence =
          "sts:AssumeRole on arn:aws:iam::444455556666:role/sightline-guardduty is not allowed";
      assertTrue(
          denied
              .lines()
              .anyMatch(line -> line.contains("role for guardduty") && line.contains(sentence)),
          denied);
      assertTrue(
          denied
              .lines()
              .anyMatch(line ->
                  line.contains("GuardDuty in eu-west-1, eu-west-2") && line.contains(sentence)),
          denied);
    }
  }

  @Test
  void a_queue_that_is_not_where_its_address_says_names_both_regions() {
    Map<String, Object> properties = around.properties();
    properties.put(
        "sightline.queue-url", "https://sqs.eu-north-1.amazonaws.com/111122223333/nowhere");
    String own = System.setProperty("aws.region", "us-east-1");
    try {
      CommandRun run = check(properties);
      assertEquals(1, run.exitCode());
      assertTrue(
          run.output()
              .contains(
                  "nowhere does not exist in eu-north-1: check its name and account, and whether it"
                      + " lies in us-east-1 (AWS_REGION)"),
          run.output());
      CommandRun start = CommandRun.of(properties, "run");
      assertEquals(2, start.exitCode());
      assertTrue(start.output().contains("nowhere does not exist in eu-north-1"), start.output());
    } finally {
      if (own == null) {
        System.clearProperty("aws.region");
      } else {
        System.setProperty("aws.region", own);
      }
    }
  }
}
