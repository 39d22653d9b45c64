package dev.sightline.permission;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;

/**
 * What a resource's policy lets anybody do. A statement is for anybody where its principal is a
 * star and no condition names who: an account, an organization, a role, a network, or the resource
 * that sends. A condition that is not known narrows nothing; one that is known is believed, unless
 * it names everybody.
 */
public final class OpenPolicy {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Keys of conditions that say who it is, or from where. */
  private static final Set<String> NARROWING =
      Set.of(
          "aws:principalaccount",
          "aws:principalarn",
          "aws:principalorgid",
          "aws:principalorgpaths",
          "aws:sourceaccount",
          "aws:sourcearn",
          "aws:sourceip",
          "aws:sourceorgid",
          "aws:sourceorgpaths",
          "aws:sourceowner",
          "aws:sourcevpc",
          "aws:sourcevpce",
          "aws:userid",
          "aws:vpcsourceip",
          "s3:dataaccesspointaccount",
          "kms:calleraccount");

  /** Negations and tests for absence let in everybody else. */
  private static final Pattern NAMES_SOMEBODY =
      Pattern.compile(
          "(?:forallvalues:|foranyvalue:)?(?:string|arn)(?:equals|equalsignorecase|like)|ipaddress");

  private OpenPolicy() {}

  /**
   * The actions that anybody may take, in the policy's words.
   *
   * @param policy the document, in JSON; what is none lets nobody in
   */
  public static List<String> toAnybody(String policy) {
    JsonNode statements;
    try {
      statements = JSON.readTree(policy).path("Statement");
    } catch (JsonProcessingException e) {
      return List.of();
    }
    List<String> actions = new ArrayList<>();
    for (JsonNode statement : statements.isArray() ? statements : List.of(statements)) {
      if (statement.path("Effect").asText().equals("Allow")
          && isAnybody(statement)
          && !isNarrowed(statement.path("Condition"))) {
        if (statement.has("NotAction")) {
          actions.add("all but " + String.join(", ", texts(statement.path("NotAction"))));
        }
        actions.addAll(texts(statement.path("Action")));
      }
    }
    return actions.stream().distinct().toList();
  }

  /** A NotPrincipal that is allowed is everybody else. */
  private static boolean isAnybody(JsonNode statement) {
    JsonNode principal = statement.path("Principal");
    return statement.has("NotPrincipal")
        || principal.asText().equals("*")
        || texts(principal.path("AWS")).contains("*");
  }

  private static boolean isNarrowed(JsonNode condition) {
    return condition.properties().stream()
        .filter(operator ->
            NAMES_SOMEBODY.matcher(operator.getKey().toLowerCase(Locale.ROOT)).matches())
        .flatMap(operator -> operator.getValue().properties().stream())
        .anyMatch(key ->
            NARROWING.contains(key.getKey().toLowerCase(Locale.ROOT))
                && texts(key.getValue()).stream().noneMatch(OpenPolicy::isEverybody));
  }

  private static boolean isEverybody(String value) {
    return value.replace("*", "").isEmpty()
        || value.equals("0.0.0.0/0")
        || value.equals("::/0")
        || value.matches("arn:[^:]*:[^:]*:[^:]*:\\*?:\\*");
  }

  private static List<String> texts(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText).toList()
        : node.isTextual() ? List.of(node.asText()) : List.of();
  }
}
