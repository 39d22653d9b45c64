package dev.sightline.hunt;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.Row;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Takes out of a record who called, from where, with which key, and what was made or changed. */
final class PivotLooker implements RecordLooker<Sighting> {
  private static final Pattern RESOURCE_ID =
      Pattern.compile(
          "(?:i|sg|vpc|subnet|vol|snap|ami|eni|igw|rtb|acl|fl|eipalloc|nat|lt|vpce|key)-[0-9a-f]{8,17}");
  private static final Set<String> NAMES_OF_RESOURCES =
      Set.of(
          "bucketName",
          "functionName",
          "trailName",
          "secretId",
          "dBInstanceIdentifier",
          "tableName",
          "detectorId",
          "instanceProfileName",
          "policyName",
          "groupName",
          "keyName",
          "name");

  private final Node start;

  PivotLooker(Node start) {
    this.start = start;
  }

  @Override
  public @Nullable Sighting look(Found found) {
    Event event = LogEvents.known(found);
    Row row = new Row(event);
    String caller = caller(row);
    if (caller == null) {
      return null;
    }
    Set<Node> nodes = new LinkedHashSet<>();
    nodes.add(new Node(Node.Type.ARN, caller));
    add(nodes, Node.Type.IP, Texts.first(row, "sourceIPAddress"));
    String key = Texts.first(row, "userIdentity.accessKeyId");
    if (key != null && (key.startsWith("AKIA") || isStart(Node.Type.KEY, key))) {
      nodes.add(new Node(Node.Type.KEY, key));
    }
    boolean succeeded = !row.has("errorCode");
    boolean changes = succeeded && !"true".equals(Texts.first(row, "readOnly"));
    instanceOfSession(row, nodes);
    if (changes) {
      identities(row, nodes);
    }
    resources(row, changes, nodes);
    return new Sighting(
        found.time(),
        Optional.ofNullable(Texts.first(row, "eventName")).orElse("unknown"),
        List.copyOf(nodes));
  }

  private boolean isStart(Node.Type type, String value) {
    return start.type() == type && start.value().equals(value);
  }

  private static void add(Set<Node> nodes, Node.Type type, @Nullable String value) {
    if (value != null && !value.isEmpty()) {
      nodes.add(new Node(type, value));
    }
  }

  private static @Nullable String caller(Row row) {
    for (String field :
        List.of(
            "userIdentity.sessionContext.sessionIssuer.arn",
            "userIdentity.arn",
            "userIdentity.invokedBy",
            "userIdentity.principalId")) {
      String text = Texts.first(row, field);
      if (text != null && !text.isEmpty()) {
        return text;
      }
    }
    return null;
  }

  /** The name of a session that EC2 opened for an instance is the instance's id. */
  private static void instanceOfSession(Row row, Set<Node> nodes) {
    String arn = Texts.first(row, "userIdentity.arn");
    String session = arn == null ? "" : arn.substring(arn.lastIndexOf('/') + 1);
    if (session.startsWith("i-") && RESOURCE_ID.matcher(session).matches()) {
      nodes.add(new Node(Node.Type.RESOURCE, session));
    }
  }

  /** Users and roles that were made, changed or become. */
  private static void identities(Row row, Set<Node> nodes) {
    String account = Texts.first(row, "recipientAccountId");
    String role = Texts.first(row, "requestParameters.roleArn");
    if ("sts.amazonaws.com".equals(Texts.first(row, "eventSource"))) {
      add(nodes, Node.Type.ARN, role);
    }
    if ("iam.amazonaws.com".equals(Texts.first(row, "eventSource"))) {
      String user = Texts.first(row, "responseElements.user.arn");
      String named = Texts.first(row, "requestParameters.userName");
      if (user == null && named != null && account != null) {
        user = "arn:aws:iam::" + account + ":user/" + named;
      }
      add(nodes, Node.Type.ARN, user);
      String made = Texts.first(row, "responseElements.role.arn");
      String roleName = Texts.first(row, "requestParameters.roleName");
      if (made == null && roleName != null && account != null) {
        made = "arn:aws:iam::" + account + ":role/" + roleName;
      }
      add(nodes, Node.Type.ARN, made);
      add(nodes, Node.Type.KEY, Texts.first(row, "responseElements.accessKey.accessKeyId"));
    }
  }

  /** What was made or changed; where the walk starts at a resource, also who only read it. */
  private void resources(Row row, boolean changes, Set<Node> nodes) {
    if (!changes && start.type() != Node.Type.RESOURCE) {
      return;
    }
    for (String field : row.names()) {
      boolean parameter = field.startsWith("requestParameters.");
      if (parameter || field.startsWith("responseElements.") || field.equals("resources{}.ARN")) {
        String name = field.substring(field.lastIndexOf('.') + 1);
        for (String text : Texts.all(row, field)) {
          boolean resource =
              RESOURCE_ID.matcher(text).matches()
                  || (text.startsWith("arn:") && !text.contains(":iam::") && text.length() < 512)
                  || (parameter && NAMES_OF_RESOURCES.contains(name) && !text.isEmpty());
          if (isStart(Node.Type.RESOURCE, text) || (changes && resource)) {
            nodes.add(new Node(Node.Type.RESOURCE, text));
          }
        }
      }
    }
  }
}
