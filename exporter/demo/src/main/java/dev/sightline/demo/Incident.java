package dev.sightline.demo;

import dev.sightline.demo.Call.Origin;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * The incident: a user's access key leaks and is used from a foreign address. Whoever holds it
 * looks around, makes a user of their own, stops the account's trail, opens a port, launches an
 * instance with a role, and reads with that role what they came for. The organization's trail goes
 * on, which is why there is something to read.
 */
final class Incident {
  private static final Account ACCOUNT = IncidentFacts.ACCOUNT;
  private static final Origin FOREIGN =
      new Origin(IncidentFacts.FOREIGN_ADDRESS, IncidentFacts.FOREIGN_AGENT);
  private static final String NO_POLICY = "because no identity-based policy allows the action";

  private final Randomness randomness;
  private final List<StoryRecord> records = new ArrayList<>();
  private Instant time;

  /**
   * @param day its beginning
   */
  Incident(Instant day, Randomness randomness) {
    this.randomness = randomness;
    this.time = day.plus(IncidentFacts.BEGINS);
  }

  List<StoryRecord> records() {
    reconnaissance();
    time = time.plus(Duration.ofMinutes(14));
    persistence();
    time = time.plus(Duration.ofMinutes(9));
    evasion();
    time = time.plus(Duration.ofMinutes(16));
    launch();
    time = time.plus(Duration.ofMinutes(11));
    exfiltration();
    time = time.plus(Duration.ofMinutes(4));
    add(
        byCreatedUser(Chapter.EVASION, Region.FRANKFURT, "cloudtrail", "DeleteTrail")
            .request("name", organizationTrail())
            .denied(
                ACCOUNT.arn("iam", "user/" + IncidentFacts.CREATED_USER),
                organizationTrail(),
                "with an explicit deny in a service control policy"));
    return List.copyOf(records);
  }

  private void reconnaissance() {
    String leaked = ACCOUNT.arn("iam", "user/" + IncidentFacts.LEAKED_USER);
    add(looking(Region.VIRGINIA, "sts", "GetCallerIdentity"));
    add(looking(Region.VIRGINIA, "s3", "ListBuckets"));
    for (Region region : Region.values()) {
      add(looking(region, "ec2", "DescribeInstances").request("maxResults", 1000));
      add(looking(region, "ec2", "DescribeSecurityGroups").request("maxResults", 1000));
    }
    for (String name :
        List.of("ListUsers", "ListRoles", "GetAccountAuthorizationDetails", "ListAccessKeys")) {
      add(looking(Region.VIRGINIA, "iam", name).denied(leaked, ACCOUNT.arn("iam", "*"), NO_POLICY));
    }
    add(looking(Region.FRANKFURT, "secretsmanager", "ListSecrets").denied(leaked, "*", NO_POLICY));
    add(
        looking(Region.VIRGINIA, "iam", "ListAttachedUserPolicies")
            .request("userName", IncidentFacts.LEAKED_USER));
    add(looking(Region.FRANKFURT, "cloudtrail", "DescribeTrails"));
    add(
        looking(Region.FRANKFURT, "cloudtrail", "GetTrailStatus")
            .request("name", IncidentFacts.STOPPED_TRAIL));
  }

  private void persistence() {
    String user = IncidentFacts.CREATED_USER;
    add(
        byLeakedKey(Chapter.PERSISTENCE, Region.VIRGINIA, "iam", "CreateUser")
            .request("userName", user)
            .response(
                "user",
                Json.object(
                    "path",
                    "/",
                    "userName",
                    user,
                    "userId",
                    Call.principalId("AIDA", user),
                    "arn",
                    ACCOUNT.arn("iam", "user/" + user))));
    add(
        byLeakedKey(Chapter.PERSISTENCE, Region.VIRGINIA, "iam", "CreateLoginProfile")
            .request("userName", user, "passwordResetRequired", false)
            .response(
                "loginProfile", Json.object("userName", user, "passwordResetRequired", false)));
    add(
        byLeakedKey(Chapter.PERSISTENCE, Region.VIRGINIA, "iam", "CreateAccessKey")
            .request("userName", user)
            .response(
                "accessKey",
                Json.object(
                    "accessKeyId",
                    IncidentFacts.CREATED_KEY_ID,
                    "status",
                    "Active",
                    "userName",
                    user)));
    add(
        byLeakedKey(Chapter.PERSISTENCE, Region.VIRGINIA, "iam", "AttachUserPolicy")
            .request("userName", user, "policyArn", IncidentFacts.ATTACHED_POLICY));
    add(
        new Call(
                Chapter.PERSISTENCE,
                ACCOUNT,
                Region.VIRGINIA,
                later(),
                new Identity.ConsoleUser(ACCOUNT, user, false),
                new Origin(
                    IncidentFacts.FOREIGN_ADDRESS,
                    "Mozilla/5.0 (X11; Linux x86_64; rv:128.0) Gecko/20100101 Firefox/128.0"),
                "signin",
                "ConsoleLogin")
            .asSignIn()
            .response("ConsoleLogin", "Success")
            .additional("MobileVersion", "No", "MFAUsed", "No"));
  }

  private void evasion() {
    String trail =
        ACCOUNT.arn("cloudtrail", Region.FRANKFURT, "trail/" + IncidentFacts.STOPPED_TRAIL);
    add(
        byCreatedUser(Chapter.EVASION, Region.FRANKFURT, "cloudtrail", "PutEventSelectors")
            .request(
                "trailName",
                trail,
                "eventSelectors",
                Json.array(
                    Json.object(
                        "readWriteType",
                        "ReadOnly",
                        "includeManagementEvents",
                        false,
                        "dataResources",
                        Json.array()))));
    add(
        byCreatedUser(Chapter.EVASION, Region.FRANKFURT, "cloudtrail", "StopLogging")
            .request("name", trail));
  }

  private void launch() {
    Region region = IncidentFacts.LAUNCH_REGION;
    add(
        byCreatedUser(Chapter.LAUNCH, region, "ec2", "AuthorizeSecurityGroupIngress")
            .request(
                "groupId",
                IncidentFacts.SECURITY_GROUP,
                "ipPermissions",
                Json.items(
                    Json.object(
                        "ipProtocol",
                        "tcp",
                        "fromPort",
                        IncidentFacts.OPENED_PORT,
                        "toPort",
                        IncidentFacts.OPENED_PORT,
                        "ipRanges",
                        Json.items(Json.object("cidrIp", "0.0.0.0/0")))))
            .response("requestId", randomness.uuid(), "_return", true));
    add(
        byCreatedUser(Chapter.LAUNCH, region, "ec2", "RunInstances")
            .request(
                "instancesSet",
                Json.items(
                    Json.object("imageId", "ami-0abcdef1234567890", "minCount", 4, "maxCount", 4)),
                "instanceType",
                IncidentFacts.REFUSED_INSTANCE_TYPE)
            .failed(
                "Client.VcpuLimitExceeded",
                "You have requested more vCPU capacity than your current vCPU limit of 32 allows"
                    + " for the instance bucket that the specified instance type belongs to."));
    add(
        byCreatedUser(Chapter.LAUNCH, region, "ec2", "RunInstances")
            .request(
                "instancesSet",
                Json.items(
                    Json.object("imageId", "ami-0abcdef1234567890", "minCount", 1, "maxCount", 1)),
                "instanceType",
                IncidentFacts.INSTANCE_TYPE,
                "iamInstanceProfile",
                Json.object("name", IncidentFacts.INSTANCE_ROLE),
                "groupSet",
                Json.items(Json.object("groupId", IncidentFacts.SECURITY_GROUP)))
            .response(
                "requestId",
                randomness.uuid(),
                "reservationId",
                "r-0" + randomness.hex(16),
                "ownerId",
                ACCOUNT.id(),
                "instancesSet",
                Json.items(
                    Json.object(
                        "instanceId",
                        IncidentFacts.INSTANCE,
                        "instanceState",
                        Json.object("code", 0, "name", "pending")))));
    String ec2 = "ec2.amazonaws.com";
    add(
        new Call(
                Chapter.LAUNCH,
                ACCOUNT,
                region,
                later(),
                new Identity.Service(ec2),
                Origin.service(ec2),
                "sts",
                "AssumeRole")
            .request(
                "roleArn",
                ACCOUNT.arn("iam", "role/" + IncidentFacts.INSTANCE_ROLE),
                "roleSessionName",
                IncidentFacts.INSTANCE)
            .response(
                "credentials",
                Json.object(
                    "accessKeyId",
                    IncidentFacts.INSTANCE_SESSION_KEY_ID,
                    "sessionToken",
                    "HIDDEN_DUE_TO_SECURITY_REASONS",
                    "expiration",
                    time.plus(Duration.ofHours(6)).toString())));
  }

  private void exfiltration() {
    Origin instance =
        new Origin(IncidentFacts.INSTANCE_ADDRESS, "aws-cli/2.15.30 Python/3.9.16 Linux/6.1 exe");
    add(byInstanceRole(instance, "sts", "GetCallerIdentity"));
    add(
        byInstanceRole(instance, "s3", "ListObjects")
            .request("bucketName", IncidentFacts.READ_BUCKET, "max-keys", "1000"));
    for (int i = 0; i < IncidentFacts.READ_OBJECTS; i++) {
      boolean fromOutside = i >= IncidentFacts.READ_OBJECTS * 2 / 3;
      String key = "exports/2026/settlements-%04d.csv.gz".formatted(i);
      add(
          byInstanceRole(fromOutside ? FOREIGN : instance, "s3", "GetObject")
              .request(
                  "bucketName",
                  IncidentFacts.READ_BUCKET,
                  "Host",
                  IncidentFacts.READ_BUCKET + ".s3.eu-central-1.amazonaws.com",
                  "key",
                  key)
              .additional("bytesTransferredOut", 40_000_000 + randomness.below(9_000_000))
              .onObject(ACCOUNT, IncidentFacts.READ_BUCKET, key));
    }
  }

  private Call looking(Region region, String service, String name) {
    return byLeakedKey(Chapter.RECONNAISSANCE, region, service, name);
  }

  private Call byLeakedKey(Chapter chapter, Region region, String service, String name) {
    Identity leaked =
        new Identity.User(ACCOUNT, IncidentFacts.LEAKED_USER, IncidentFacts.LEAKED_KEY_ID);
    return new Call(chapter, ACCOUNT, region, later(), leaked, FOREIGN, service, name);
  }

  private Call byCreatedUser(Chapter chapter, Region region, String service, String name) {
    Identity created =
        new Identity.User(ACCOUNT, IncidentFacts.CREATED_USER, IncidentFacts.CREATED_KEY_ID);
    return new Call(chapter, ACCOUNT, region, later(), created, FOREIGN, service, name);
  }

  private Call byInstanceRole(Origin origin, String service, String name) {
    Identity role =
        new Identity.RoleSession(
            ACCOUNT,
            IncidentFacts.INSTANCE_ROLE,
            IncidentFacts.INSTANCE,
            IncidentFacts.INSTANCE_SESSION_KEY_ID,
            true);
    return new Call(
        Chapter.EXFILTRATION, ACCOUNT, Region.FRANKFURT, later(), role, origin, service, name);
  }

  /** A few seconds go by between two calls. */
  private Instant later() {
    time = time.plusSeconds(2 + randomness.below(9));
    return time;
  }

  private static String organizationTrail() {
    return ACCOUNT.arn("cloudtrail", Region.FRANKFURT, "trail/" + IncidentFacts.ORGANIZATION_TRAIL);
  }

  private void add(Call call) {
    records.add(call.record(randomness));
  }
}
