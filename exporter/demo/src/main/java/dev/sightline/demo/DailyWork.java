package dev.sightline.demo;

import dev.sightline.demo.Call.Origin;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;

/**
 * What an organization's trail holds on any day: people who sign in, roles that are assumed,
 * monitoring that describes and lists, applications that read and write objects, and services that
 * act for themselves. The leaked key is among it, doing what it is for.
 */
final class DailyWork {
  /** The first record is not earlier, from the beginning of the day. */
  static final Duration OPENS = Duration.ofHours(8);

  /** The last record is earlier. */
  static final Duration CLOSES = Duration.ofHours(14);

  private static final int RECORDS = 5_400;

  private static final List<Account> ACCOUNTS = List.of(Account.values());
  private static final List<String> PEOPLE = List.of("ana", "björn", "chidi", "dolores", "emre");
  private static final List<String> OFFICE = List.of("192.0.2.10", "192.0.2.11", "2001:db8:7::a");
  private static final String BROWSER =
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko)"
          + " Chrome/131.0.0.0 Safari/537.36";
  private static final Origin MONITORING =
      new Origin("192.0.2.40", "Boto3/1.35.80 md/Botocore#1.35.80 ua/2.0 lang/python#3.12.7");
  private static final Origin APPLICATION =
      new Origin("192.0.2.77", "aws-sdk-java/2.29.23 md/io#sync md/http#Apache ua/2.1 lang/java");

  /** A call that only looks. */
  private record Look(String service, String name) {}

  private static final List<Look> LOOKS =
      List.of(
          new Look("ec2", "DescribeInstances"),
          new Look("ec2", "DescribeInstanceStatus"),
          new Look("ec2", "DescribeSecurityGroups"),
          new Look("ec2", "DescribeVolumes"),
          new Look("rds", "DescribeDBInstances"),
          new Look("elasticloadbalancing", "DescribeTargetHealth"),
          new Look("monitoring", "DescribeAlarms"),
          new Look("logs", "DescribeLogGroups"),
          new Look("lambda", "ListFunctions20150331"),
          new Look("s3", "ListBuckets"),
          new Look("kms", "ListAliases"),
          new Look("cloudtrail", "DescribeTrails"));

  private final Instant day;
  private final Randomness randomness;

  /**
   * @param day its beginning
   */
  DailyWork(Instant day, Randomness randomness) {
    this.day = day;
    this.randomness = randomness;
  }

  List<StoryRecord> records() {
    List<StoryRecord> records = new ArrayList<>();
    for (int i = 0; i < RECORDS; i++) {
      Account account = randomness.oneOf(ACCOUNTS);
      Instant time =
          day.plus(OPENS).plusSeconds(randomness.below((int) CLOSES.minus(OPENS).toSeconds()));
      records.add(call(account, time).record(randomness));
    }
    return records;
  }

  private Call call(Account account, Instant time) {
    int kind = randomness.below(100);
    if (kind < 4) {
      return signIn(account, time);
    }
    if (kind < 8) {
      return inConsole(account, time);
    }
    if (kind < 22) {
      return assumeRole(account, time);
    }
    if (kind < 55) {
      return look(account, time);
    }
    if (kind < 80) {
      return object(account, time);
    }
    if (kind < 86) {
      return decrypt(account, time);
    }
    if (kind < 91) {
      return autoscaling(account, time);
    }
    return kind < 95 ? serviceEvent(account, time) : release(time);
  }

  private Call signIn(Account account, Instant time) {
    String person = randomness.oneOf(PEOPLE);
    Call call =
        daily(
                account,
                Region.VIRGINIA,
                time,
                new Identity.ConsoleUser(account, person, true),
                new Origin(randomness.oneOf(OFFICE), BROWSER),
                "signin",
                "ConsoleLogin")
            .asSignIn()
            .additional(
                "LoginTo",
                "https://console.aws.amazon.com/console/home?region=eu-central-1",
                "MobileVersion",
                "No",
                "MFAUsed",
                "Yes");
    return randomness.oneIn(12)
        ? call.failed("Failed authentication", "Failed authentication")
            .response("ConsoleLogin", "Failure")
        : call.response("ConsoleLogin", "Success");
  }

  private Call inConsole(Account account, Instant time) {
    return daily(
            account,
            Region.FRANKFURT,
            time,
            new Identity.ConsoleUser(account, randomness.oneOf(PEOPLE), true),
            new Origin(randomness.oneOf(OFFICE), BROWSER),
            "ec2",
            randomness.oneOf(List.of("DescribeRegions", "DescribeVpcs", "DescribeImages")))
        .request("maxResults", 100);
  }

  private Call assumeRole(Account account, Instant time) {
    boolean byService = randomness.oneIn(2);
    String role = byService ? "payments-function" : "monitoring";
    String host = "lambda.amazonaws.com";
    Identity caller =
        byService ? new Identity.Service(host) : automation(Account.SHARED_SERVICES, "observer");
    String session = byService ? "settle-" + randomness.hex(8) : "observer";
    return daily(
            account,
            Region.FRANKFURT,
            time,
            caller,
            byService ? Origin.service(host) : MONITORING,
            "sts",
            "AssumeRole")
        .request("roleArn", account.arn("iam", "role/" + role), "roleSessionName", session)
        .response(
            "credentials",
            Json.object(
                "accessKeyId",
                randomness.sessionKeyId(),
                "sessionToken",
                "HIDDEN_DUE_TO_SECURITY_REASONS",
                "expiration",
                time.plus(Duration.ofHours(1)).toString()),
            "assumedRoleUser",
            Json.object(
                "assumedRoleId",
                Call.principalId("AROA", role) + ":" + session,
                "arn",
                account.arn("sts", "assumed-role/" + role + "/" + session)));
  }

  private Call look(Account account, Instant time) {
    Look look = randomness.oneOf(LOOKS);
    Identity monitoring = automation(account, "monitoring");
    Call call =
        daily(account, Region.FRANKFURT, time, monitoring, MONITORING, look.service(), look.name());
    if (randomness.oneIn(60)) {
      return call.failed("ThrottlingException", "Rate exceeded");
    }
    return randomness.oneIn(3)
        ? call
        : call.request("maxResults", 50 + randomness.below(50), "filterSet", Json.object());
  }

  private Call object(Account account, Instant time) {
    boolean writes = randomness.oneIn(3);
    String bucket =
        account == Account.LOG_ARCHIVE ? "organization-logs" : account.label() + "-data";
    String key =
        "day=%tF/part-%s.parquet".formatted(time.atOffset(ZoneOffset.UTC), randomness.hex(8));
    return daily(
            account,
            Region.FRANKFURT,
            time,
            automation(account, "application"),
            APPLICATION,
            "s3",
            writes ? "PutObject" : "GetObject")
        .request(
            "bucketName", bucket, "Host", bucket + ".s3.eu-central-1.amazonaws.com", "key", key)
        .additional(
            "SignatureVersion",
            "SigV4",
            "CipherSuite",
            "TLS_AES_128_GCM_SHA256",
            "bytesTransferredIn",
            writes ? 1_000 + randomness.below(9_000_000) : 0,
            "AuthenticationMethod",
            "AuthHeader",
            "bytesTransferredOut",
            writes ? 0 : 1_000 + randomness.below(9_000_000))
        .onObject(account, bucket, key);
  }

  private Call decrypt(Account account, Instant time) {
    String key = account.arn("kms", Region.FRANKFURT, "key/00000000-1111-2222-3333-444444444444");
    return daily(
            account,
            Region.FRANKFURT,
            time,
            automation(account, "application"),
            APPLICATION,
            "kms",
            randomness.oneIn(2) ? "Decrypt" : "GenerateDataKey")
        .request(
            "encryptionAlgorithm",
            "SYMMETRIC_DEFAULT",
            "encryptionContext",
            Json.object("aws:s3:arn", "arn:aws:s3:::" + account.label() + "-data"),
            "keyId",
            key);
  }

  private Call autoscaling(Account account, Instant time) {
    String host = "autoscaling.amazonaws.com";
    Identity scaling =
        new Identity.RoleSession(
            account,
            "aws-service-role/" + host + "/AWSServiceRoleForAutoScaling",
            "AutoScaling",
            randomness.sessionKeyId(),
            false);
    String instance = "i-0" + randomness.hex(16);
    if (randomness.oneIn(2)) {
      return daily(
              account,
              Region.FRANKFURT,
              time,
              scaling,
              Origin.service(host),
              "ec2",
              "TerminateInstances")
          .request("instancesSet", Json.items(Json.object("instanceId", instance)));
    }
    return daily(
            account, Region.FRANKFURT, time, scaling, Origin.service(host), "ec2", "RunInstances")
        .request(
            "instancesSet",
            Json.items(Json.object("minCount", 1, "maxCount", 1)),
            "instanceType",
            "m7g.large",
            "monitoring",
            Json.object("enabled", false))
        .response(
            "requestId",
            randomness.uuid(),
            "reservationId",
            "r-0" + randomness.hex(16),
            "ownerId",
            account.id(),
            "instancesSet",
            Json.items(Json.object("instanceId", instance, "instanceType", "m7g.large")));
  }

  private Call serviceEvent(Account account, Instant time) {
    String host = "kms.amazonaws.com";
    return daily(
            account,
            Region.FRANKFURT,
            time,
            new Identity.Service(host),
            Origin.service(host),
            "kms",
            "RotateKey")
        .asServiceEvent()
        .additional("rotationType", "AUTOMATIC");
  }

  /** The key that leaks does this every day, from where it belongs. */
  private Call release(Instant time) {
    return daily(
            IncidentFacts.ACCOUNT,
            Region.FRANKFURT,
            time,
            new Identity.User(
                IncidentFacts.ACCOUNT, IncidentFacts.LEAKED_USER, IncidentFacts.LEAKED_KEY_ID),
            new Origin(IncidentFacts.USUAL_ADDRESS, "aws-cli/2.17.0 md/installer#exe exec-env/ci"),
            "ecs",
            "UpdateService")
        .request("cluster", "payments", "service", "checkout", "forceNewDeployment", true)
        .response("service", Json.object("serviceName", "checkout", "status", "ACTIVE"));
  }

  private Identity automation(Account account, String role) {
    return new Identity.RoleSession(account, role, role, randomness.sessionKeyId(), false);
  }

  private static Call daily(
      Account account,
      Region region,
      Instant time,
      Identity caller,
      Origin origin,
      String service,
      String name) {
    return new Call(Chapter.DAILY_WORK, account, region, time, caller, origin, service, name);
  }
}
