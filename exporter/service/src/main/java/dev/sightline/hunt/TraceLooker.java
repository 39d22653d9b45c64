package dev.sightline.hunt;

import dev.sightline.spl.event.KeyScan;
import dev.sightline.spl.event.Row;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Takes out of records what joins hits: the records of the hits themselves, the other calls of
 * their callers and from their addresses, and every call from which a key, a session, a user or an
 * instance came. What concerns nothing of that is not parsed.
 */
final class TraceLooker implements RecordLooker<Trace>, KeyScan.Visitor {
  /** Calls whose answer is a credential, or that give somebody else a way in. */
  private static final Set<String> OF_DESCENT =
      Set.of(
          "AssumeRole",
          "AssumeRoleWithSAML",
          "AssumeRoleWithWebIdentity",
          "AssumeRoot",
          "GetSessionToken",
          "GetFederationToken",
          "CreateAccessKey",
          "UpdateAccessKey",
          "CreateUser",
          "CreateLoginProfile",
          "UpdateLoginProfile",
          "CreateServiceSpecificCredential",
          "UploadSigningCertificate",
          "DeactivateMFADevice",
          "RunInstances",
          "ModifyInstanceAttribute",
          "AssociateIamInstanceProfile",
          "ReplaceIamInstanceProfileAssociation",
          "SendCommand",
          "StartSession",
          "SendSSHPublicKey",
          "SendSerialConsoleSSHPublicKey");

  /** They give a user that exists already another way in. */
  private static final Set<String> FOR_USERS =
      Set.of(
          "CreateAccessKey",
          "UpdateAccessKey",
          "CreateUser",
          "CreateLoginProfile",
          "UpdateLoginProfile",
          "CreateServiceSpecificCredential",
          "UploadSigningCertificate",
          "DeactivateMFADevice");

  private static final KeyScan SCAN =
      new KeyScan(List.of("eventName", "eventID", "sourceIPAddress", "accessKeyId", "arn"));
  private static final Pattern INSTANCE = Pattern.compile("m?i-[0-9a-f]{8,17}");

  private final Set<String> wanted;
  private boolean concerns;

  /**
   * @param wanted ids of events, addresses, keys and ARNs of the hits
   */
  TraceLooker(Set<String> wanted) {
    this.wanted = wanted;
  }

  @Override
  public @Nullable Trace look(Found found) {
    concerns = false;
    scanned = found.json();
    SCAN.scan(found.json(), found.offset(), found.length(), this);
    if (!concerns) {
      return null;
    }
    return trace(new Row(LogEvents.known(found)), found.time());
  }

  private byte[] scanned = {};

  @Override
  public void text(int key, int from, int to) {
    if (!concerns) {
      String text = new String(scanned, from, to - from, StandardCharsets.UTF_8);
      concerns = key == 0 ? OF_DESCENT.contains(text) : wanted.contains(text);
    }
  }

  @Override
  public void other(int key) {
    // A null or an object names nobody.
  }

  private static Trace trace(Row row, double time) {
    String name = Texts.first(row, "eventName") == null ? "unknown" : Texts.first(row, "eventName");
    boolean failed =
        row.has("errorCode") || "Failure".equals(Texts.first(row, "responseElements.ConsoleLogin"));
    boolean signIn = "ConsoleLogin".equals(name);
    return new Trace(
        time,
        String.valueOf(Texts.first(row, "eventID")),
        String.valueOf(name),
        Texts.first(row, "sourceIPAddress"),
        failed && signIn ? null : caller(row),
        failed ? List.of() : made(row, String.valueOf(name)));
  }

  private static Trace.@Nullable Caller caller(Row row) {
    String type = Texts.first(row, "userIdentity.type");
    String arn = Texts.first(row, "userIdentity.arn");
    String id = Texts.first(row, "userIdentity.principalId");
    if ("AWSService".equals(type) || (arn == null && id == null)) {
      return null;
    }
    if (arn != null && arn.contains(":assumed-role/AWSServiceRoleFor")) {
      return null;
    }
    List<String> entities = new ArrayList<>();
    entity(entities, "key:", Texts.first(row, "userIdentity.accessKeyId"));
    entity(entities, "id:", id);
    entity(entities, "person:", Texts.first(row, "userIdentity.onBehalfOf.userId"));
    entity(entities, "source:", Texts.first(row, "userIdentity.sessionContext.sourceIdentity"));
    if ("FederatedUser".equals(type)) {
      entity(entities, "who:", Texts.first(row, "userIdentity.sessionContext.sessionIssuer.arn"));
    }
    String session = arn == null ? "" : arn.substring(arn.lastIndexOf('/') + 1);
    if (INSTANCE.matcher(session).matches()) {
      entities.add("instance:" + session);
    }
    return new Trace.Caller(arn == null ? "id:" + id : "who:" + arn, entities);
  }

  private static List<String> made(Row row, String name) {
    List<String> made = new ArrayList<>();
    if (!OF_DESCENT.contains(name)) {
      return made;
    }
    entity(made, "key:", Texts.first(row, "responseElements.credentials.accessKeyId"));
    entity(made, "key:", Texts.first(row, "responseElements.accessKey.accessKeyId"));
    entity(made, "who:", Texts.first(row, "responseElements.assumedRoleUser.arn"));
    entity(made, "who:", Texts.first(row, "responseElements.federatedUser.arn"));
    if (FOR_USERS.contains(name)) {
      entity(made, "who:", user(row));
    }
    for (String field : row.names()) {
      boolean told =
          field.startsWith("requestParameters.") || field.startsWith("responseElements.");
      if (told && !"sts.amazonaws.com".equals(Texts.first(row, "eventSource"))) {
        for (String text : Texts.all(row, field)) {
          if (INSTANCE.matcher(text).matches()) {
            made.add("instance:" + text);
          }
        }
      }
    }
    return made;
  }

  /** The ARN of the user that the call is about; nothing where it is the caller's own. */
  private static @Nullable String user(Row row) {
    String arn = Texts.first(row, "responseElements.user.arn");
    String named = Texts.first(row, "requestParameters.userName");
    String account = Texts.first(row, "recipientAccountId");
    String caller = Texts.first(row, "userIdentity.arn");
    if (arn != null || named == null || account == null) {
      return arn;
    }
    String partition = caller == null ? "aws" : caller.split(":", 3)[1];
    return "arn:" + partition + ":iam::" + account + ":user/" + named;
  }

  private static void entity(List<String> entities, String kind, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      entities.add(kind + value);
    }
  }
}
