package dev.sightline.catalog;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.lookups.KnownCalls;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Another form in which what a firing test shows may come. The build makes each variant of each
 * firing test of what alerts, and holds the search to what is expected of it: by default what is
 * said here, else the item says why it differs, and some firing test of it must.
 */
public enum Variant {
  /** A user's call is made by a session of a role. */
  ROLE(true, "a role makes the call instead of a user"),
  /** A user's call is made by a person who came through Identity Center. */
  IDENTITY_CENTER(true, "a person of Identity Center makes it"),
  /** A user's call is made by a user of Identity Center, who holds no role. */
  IDENTITY_CENTER_USER(true, "a user of Identity Center makes it without a role"),
  /** A user's call is made by a role that an outside identity provider vouched for. */
  WEB_IDENTITY(true, "a role assumed with a web identity makes it"),
  /** The account is in GovCloud. */
  GOVCLOUD(true, "ARNs are of GovCloud"),
  /** The account is in China. */
  CHINA(true, "ARNs are of China"),
  /** The call has another date and version behind its name. */
  OTHER_DATE(true, "the name carries another date and version"),
  /** Actions in policy documents are in capitals, which IAM does not mind. */
  POLICY_CASE(true, "actions of a policy are in capitals"),
  /** A list of one thing holds another before it. */
  BATCH(true, "the call is about several things at once"),
  /** The call is refused. */
  DENIED(false, "the call is refused");

  private static final String ROLE_ARN = "arn:aws:iam::111122223333:role/builder";
  private static final String SSO_NAME = "AWSReservedSSO_Operator_0123456789abcdef";
  private static final String DIRECTORY =
      "arn:aws:identitystore::111122223333:identitystore/d-1234567890";
  private static final String DIRECTORY_USER = "94482488-3041-7026-18f3-be45837cd0e4";
  private static final Pattern DATED = Pattern.compile("20\\d{6}(v\\d+)?$");
  private static final Pattern ACTIONS =
      Pattern.compile("(\"Action\"\\s*:\\s*)(\"[^\"]*\"|\\[[^\\]]*])");

  private final boolean fires;
  private final String sentence;

  Variant(boolean fires, String sentence) {
    this.fires = fires;
    this.sentence = sentence;
  }

  /** Whether a search must find it, where the item does not say otherwise. */
  public boolean fires() {
    return fires;
  }

  public String sentence() {
    return sentence;
  }

  /** The test in this form; empty where it has no such form. */
  Optional<ItemTest> of(ItemTest test) {
    List<ItemTest.Occurrence> changed = new ArrayList<>();
    boolean differs = false;
    Map<String, String> renamed = new LinkedHashMap<>();
    for (ItemTest.Occurrence occurrence : test.events()) {
      ObjectNode event = occurrence.event().deepCopy();
      if (event.has("eventName")) {
        change(event, renamed);
        differs |= !event.equals(occurrence.event());
      }
      changed.add(new ItemTest.Occurrence(event, occurrence.age()));
    }
    return differs
        ? Optional.of(test.with(changed, rows(test.lookups(), renamed)))
        : Optional.empty();
  }

  private void change(ObjectNode event, Map<String, String> renamed) {
    switch (this) {
      case ROLE -> session(event, ROLE_ARN, "work-1", renamed);
      case IDENTITY_CENTER ->
          session(
              event,
              "arn:aws:iam::111122223333:role/aws-reserved/sso.amazonaws.com/eu-west-1/" + SSO_NAME,
              "mallory@example.com",
              renamed);
      case IDENTITY_CENTER_USER -> directoryUser(event, renamed);
      case WEB_IDENTITY -> {
        if (session(event, ROLE_ARN, "github-1", renamed)) {
          ((ObjectNode) event.at("/userIdentity/sessionContext"))
              .putObject("webIdFederationData")
              .put("federatedProvider", "token.actions.githubusercontent.com");
        }
      }
      case GOVCLOUD -> partition(event, "arn:aws-us-gov:", renamed);
      case CHINA -> partition(event, "arn:aws-cn:", renamed);
      case OTHER_DATE -> {
        String name = event.path("eventName").asText();
        if (DATED.matcher(name).find()) {
          event.put("eventName", KnownCalls.bare(name) + "20251201v3");
        }
      }
      case POLICY_CASE -> text(event, Variant::capitals);
      case BATCH -> {
        several(event.path("requestParameters"));
        several(event.path("responseElements"));
      }
      case DENIED -> {
        event.put("errorCode", "AccessDenied");
        event.put("errorMessage", "User is not authorized to perform this action");
        event.putNull("responseElements");
      }
    }
  }

  private static boolean isCallOfUser(ObjectNode event) {
    return event.at("/userIdentity/type").asText().equals("IAMUser")
        && event.path("eventType").asText("AwsApiCall").equals("AwsApiCall");
  }

  /** Such a caller has neither ARN nor key, only the id of a person in a directory. */
  private static void directoryUser(ObjectNode event, Map<String, String> renamed) {
    JsonNode caller = event.path("userIdentity");
    if (!isCallOfUser(event)) {
      return;
    }
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    identity.put("type", "IdentityCenterUser");
    identity.put("accountId", caller.path("accountId").asText("111122223333"));
    identity
        .putObject("onBehalfOf")
        .put("userId", DIRECTORY_USER)
        .put("identityStoreArn", DIRECTORY);
    identity.put("credentialId", "d1a2b3c4-0000-4000-8000-000000000000");
    event.set("userIdentity", identity);
    renamed.put(caller.path("arn").asText(), DIRECTORY + "#" + DIRECTORY_USER);
  }

  /** Puts a session of a role in the place of a user with a key; false where none calls. */
  private static boolean session(
      ObjectNode event, String role, String name, Map<String, String> renamed) {
    JsonNode caller = event.path("userIdentity");
    if (!isCallOfUser(event)) {
      return false;
    }
    String account = caller.path("accountId").asText("111122223333");
    String issuer = role.replace("111122223333", account);
    String named = issuer.substring(issuer.lastIndexOf('/') + 1);
    String arn = "arn:aws:sts::" + account + ":assumed-role/" + named + "/" + name;
    ObjectNode identity = JsonNodeFactory.instance.objectNode();
    identity.put("type", "AssumedRole");
    identity.put("principalId", "AROAEXAMPLEBUILDER:" + name);
    identity.put("arn", arn);
    identity.put("accountId", account);
    identity.put("accessKeyId", caller.path("accessKeyId").asText());
    ObjectNode context = identity.putObject("sessionContext");
    if (caller.path("sessionContext").path("attributes").isObject()) {
      context.set("attributes", caller.path("sessionContext").path("attributes").deepCopy());
    }
    ObjectNode issued = context.putObject("sessionIssuer");
    issued.put("type", "Role");
    issued.put("principalId", "AROAEXAMPLEBUILDER");
    issued.put("arn", issuer);
    issued.put("accountId", account);
    issued.put("userName", named);
    event.set("userIdentity", identity);
    renamed.put(caller.path("arn").asText(), issuer.contains("/sso.amazonaws.com/") ? arn : issuer);
    return true;
  }

  private static void partition(ObjectNode event, String arn, Map<String, String> renamed) {
    text(event, value -> value.replace("arn:aws:", arn));
    renamed.put("arn:aws:", arn);
  }

  private static String capitals(String value) {
    if (!value.contains("\"Statement\"")) {
      return value;
    }
    return ACTIONS
        .matcher(value)
        .replaceAll(found ->
            Matcher.quoteReplacement(found.group(1) + found.group(2).toUpperCase(Locale.ROOT)));
  }

  private static void text(JsonNode node, UnaryOperator<String> change) {
    switch (node) {
      case ObjectNode object ->
          object
              .properties()
              .forEach(entry -> {
                if (entry.getValue().isTextual()) {
                  entry.setValue(
                      JsonNodeFactory.instance.textNode(change.apply(entry.getValue().asText())));
                } else {
                  text(entry.getValue(), change);
                }
              });
      case ArrayNode array -> {
        for (int i = 0; i < array.size(); i++) {
          if (array.get(i).isTextual()) {
            array.set(i, change.apply(array.get(i).asText()));
          } else {
            text(array.get(i), change);
          }
        }
      }
      default -> {}
    }
  }

  /** Puts another thing before the only one of a list. */
  private static void several(JsonNode node) {
    if (node instanceof ArrayNode array && array.size() == 1 && array.get(0).isObject()) {
      JsonNode other = array.get(0).deepCopy();
      text(other, value -> value + "x");
      array.insert(0, other);
    } else {
      node.forEach(Variant::several);
    }
  }

  private static Map<String, List<Map<String, String>>> rows(
      Map<String, List<Map<String, String>>> tables, Map<String, String> renamed) {
    Map<String, List<Map<String, String>>> changed = new LinkedHashMap<>();
    tables.forEach((table, rows) ->
        changed.put(table, rows.stream().map(row -> renamed(row, renamed)).toList()));
    return changed;
  }

  private static Map<String, String> renamed(Map<String, String> row, Map<String, String> renamed) {
    Map<String, String> changed = new LinkedHashMap<>(row);
    changed.replaceAll((_, cell) -> {
      String text = cell;
      for (Map.Entry<String, String> name : renamed.entrySet()) {
        text = name.getKey().isEmpty() ? text : text.replace(name.getKey(), name.getValue());
      }
      return text;
    });
    return changed;
  }
}
