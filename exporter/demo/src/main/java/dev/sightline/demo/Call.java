package dev.sightline.demo;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** One call of AWS's API, put together and then written down as CloudTrail writes it. */
final class Call {
  private static final List<String> READING = List.of("Get", "List", "Describe", "Head", "Lookup");

  /** Where a call comes from. */
  record Origin(String address, String agent) {
    /** A service calls for somebody: CloudTrail names it in place of an address. */
    static Origin service(String host) {
      return new Origin(host, host);
    }
  }

  private final Chapter chapter;
  private final Account account;
  private final Region region;
  private final Instant time;
  private final Identity caller;
  private final Origin origin;
  private final String service;
  private final String name;
  private JsonNode request = NullNode.getInstance();
  private JsonNode response = NullNode.getInstance();
  private @Nullable String errorCode;
  private @Nullable String errorMessage;
  private @Nullable ObjectNode additional;
  private @Nullable ArrayNode resources;
  private String type = "AwsApiCall";
  private boolean data;

  /**
   * @param service such as {@code ec2}
   * @param name such as {@code DescribeInstances}
   */
  Call(
      Chapter chapter,
      Account account,
      Region region,
      Instant time,
      Identity caller,
      Origin origin,
      String service,
      String name) {
    this.chapter = chapter;
    this.account = account;
    this.region = region;
    this.time = time.truncatedTo(ChronoUnit.SECONDS);
    this.caller = caller;
    this.origin = origin;
    this.service = service;
    this.name = name;
  }

  Call request(Object... namesAndValues) {
    request = Json.object(namesAndValues);
    return this;
  }

  Call response(Object... namesAndValues) {
    response = Json.object(namesAndValues);
    return this;
  }

  Call additional(Object... namesAndValues) {
    additional = Json.object(namesAndValues);
    return this;
  }

  /** It failed: CloudTrail writes no response then. */
  Call failed(String code, String message) {
    errorCode = code;
    errorMessage = message;
    response = NullNode.getInstance();
    return this;
  }

  /** It was denied, in the words of IAM. */
  Call denied(String principalArn, String resource, String because) {
    String message =
        "User: %s is not authorized to perform: %s:%s on resource: %s %s"
            .formatted(principalArn, service, name, resource, because);
    return failed("AccessDenied", message);
  }

  /** It is a data event of an object in S3. */
  Call onObject(Account owner, String bucket, String key) {
    data = true;
    resources =
        Json.array(
            Json.object("type", "AWS::S3::Object", "ARN", "arn:aws:s3:::" + bucket + "/" + key),
            Json.object(
                "accountId",
                owner.id(),
                "type",
                "AWS::S3::Bucket",
                "ARN",
                "arn:aws:s3:::" + bucket));
    return this;
  }

  /** It is a sign-in to the console. */
  Call asSignIn() {
    type = "AwsConsoleSignIn";
    return this;
  }

  /** It is an event of a service, which nobody called. */
  Call asServiceEvent() {
    type = "AwsServiceEvent";
    return this;
  }

  /** Writes the record down under an id of its own. */
  StoryRecord record(Randomness randomness) {
    return new StoryRecord(chapter, account, region, time, json(randomness).toString());
  }

  /** The record as a tree, for those who write it down in their own way. */
  ObjectNode json(Randomness randomness) {
    boolean readOnly = READING.stream().anyMatch(name::startsWith) || name.startsWith("AssumeRole");
    ObjectNode json =
        Json.object(
            "eventVersion",
            "1.11",
            "userIdentity",
            userIdentity(randomness),
            "eventTime",
            time.toString(),
            "eventSource",
            service + ".amazonaws.com",
            "eventName",
            name,
            "awsRegion",
            region.id(),
            "sourceIPAddress",
            origin.address(),
            "userAgent",
            origin.agent());
    if (errorCode != null) {
      json.put("errorCode", errorCode).put("errorMessage", errorMessage);
    }
    json.set("requestParameters", request);
    json.set("responseElements", response);
    if (additional != null) {
      json.set("additionalEventData", additional);
    }
    if (!type.equals("AwsServiceEvent")) {
      json.put("requestID", randomness.uuid());
    }
    json.put("eventID", randomness.uuid()).put("readOnly", readOnly);
    if (resources != null) {
      json.set("resources", resources);
    }
    json.put("eventType", type)
        .put("managementEvent", !data)
        .put("recipientAccountId", account.id())
        .put("eventCategory", data ? "Data" : "Management");
    if (type.equals("AwsApiCall") && !origin.address().endsWith(".amazonaws.com")) {
      json.set(
          "tlsDetails",
          Json.object(
              "tlsVersion",
              "TLSv1.3",
              "cipherSuite",
              "TLS_AES_128_GCM_SHA256",
              "clientProvidedHostHeader",
              service + "." + region.id() + ".amazonaws.com"));
    }
    if (caller instanceof Identity.ConsoleUser && type.equals("AwsApiCall")) {
      json.put("sessionCredentialFromConsole", "true");
    }
    return json;
  }

  private ObjectNode userIdentity(Randomness randomness) {
    return switch (caller) {
      case Identity.User(Account owner, String user, String keyId) ->
          user(owner, user).put("accessKeyId", keyId).put("userName", user);
      case Identity.ConsoleUser(Account owner, String user, boolean secondFactor) -> {
        ObjectNode identity = user(owner, user);
        if (!type.equals("AwsConsoleSignIn")) {
          identity.put("accessKeyId", randomness.sessionKeyId());
          identity.set("sessionContext", Json.object("attributes", attributes(secondFactor)));
        }
        yield identity.put("userName", user);
      }
      case Identity.RoleSession session -> session(session);
      case Identity.Service(String host) -> Json.object("type", "AWSService", "invokedBy", host);
    };
  }

  private static ObjectNode user(Account owner, String user) {
    return Json.object(
        "type",
        "IAMUser",
        "principalId",
        principalId("AIDA", user),
        "arn",
        owner.arn("iam", "user/" + user),
        "accountId",
        owner.id());
  }

  private ObjectNode session(Identity.RoleSession session) {
    String roleId = principalId("AROA", session.shortRole());
    ObjectNode context =
        Json.object(
            "sessionIssuer",
            Json.object(
                "type",
                "Role",
                "principalId",
                roleId,
                "arn",
                session.roleArn(),
                "accountId",
                session.account().id(),
                "userName",
                session.shortRole()),
            "attributes",
            attributes(false));
    if (session.onInstance()) {
      context.put("ec2RoleDelivery", "2.0");
    }
    ObjectNode identity =
        Json.object(
            "type",
            "AssumedRole",
            "principalId",
            roleId + ":" + session.name(),
            "arn",
            session.arn(),
            "accountId",
            session.account().id(),
            "accessKeyId",
            session.accessKeyId(),
            "sessionContext",
            context);
    return origin.address().endsWith(".amazonaws.com")
        ? identity.put("invokedBy", origin.address())
        : identity;
  }

  private ObjectNode attributes(boolean secondFactor) {
    Instant begun = time.minus(Duration.ofMinutes(20)).truncatedTo(ChronoUnit.HOURS);
    return Json.object(
        "creationDate", begun.toString(), "mfaAuthenticated", Boolean.toString(secondFactor));
  }

  /** One for each name; a real one has sixteen characters behind its prefix. */
  static String principalId(String prefix, String name) {
    String digits = Integer.toUnsignedString(name.hashCode(), 36).toUpperCase(Locale.ROOT);
    return prefix + "EXAMPLE" + digits;
  }
}
