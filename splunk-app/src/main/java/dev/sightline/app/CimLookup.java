package dev.sightline.app;

import dev.sightline.lookups.Column;
import dev.sightline.lookups.Lookup;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Words of AWS's and what the Common Information Model says for them, for the automatic lookups of
 * {@code props.conf}: only a lookup fills what is empty after the add-on for AWS has had its say.
 */
final class CimLookup {
  private static final Map<String, List<String>> ACTIONS =
      Map.of(
          "created",
          List.of("Create", "Run", "Allocate", "Register", "Import", "Restore", "Copy", "Request"),
          "deleted",
          List.of("Delete", "Terminate", "Remove", "Release", "Deregister", "Purge"),
          "started",
          List.of("Start", "Resume"),
          "stopped",
          List.of("Stop", "Suspend", "Cancel"),
          "restarted",
          List.of("Reboot", "Restart"));

  /** The first that fits counts. */
  private static final List<List<String>> CATEGORIES =
      List.of(
          List.of("*UserPool*", "user pool"),
          List.of("*AccessKey*", "user"),
          List.of("*LoginProfile*", "user"),
          List.of("*MFADevice*", "user"),
          List.of("*User*", "user"),
          List.of("*Role*", "role"),
          List.of("*SecurityGroup*", "security group"),
          List.of("*Group*", "group"),
          List.of("*Polic*", "policy"),
          List.of("*Instance*", "instance"),
          List.of("*Bucket*", "bucket"),
          List.of("*Object*", "object"),
          List.of("*Key*", "key"),
          List.of("*", "resource"));

  private CimLookup() {}

  static Lookup of(Path folder) {
    return new Lookup(
        "sightline_cim",
        "Words of the Common Information Model, for the fields of what the exporter sends.",
        Lookup.Kind.STATIC,
        List.of(
            new Column("word", Column.Type.STRING, "What AWS says, after what it says it of."),
            new Column("value", Column.Type.STRING, "What the model says.")),
        List.of("word"),
        Map.of("word", Lookup.Match.WILDCARD),
        false,
        1,
        Optional.empty(),
        rows(),
        folder);
  }

  private static List<Map<String, String>> rows() {
    List<Map<String, String>> rows = new ArrayList<>();
    ACTIONS.keySet().stream()
        .sorted()
        .forEach(action ->
            ACTIONS
                .getOrDefault(action, List.of())
                .forEach(verb -> rows.add(row("verb " + verb + "*", action))));
    rows.add(row("verb *", "modified"));
    CATEGORIES.forEach(category -> rows.add(row("noun " + category.get(0), category.get(1))));
    rows.addAll(
        List.of(
            row("change iam.amazonaws.com", "AAA"),
            row("change sso.amazonaws.com", "AAA"),
            row("change *", "aws"),
            row("status success", "success"),
            row("status failure", "failure"),
            row("sign-in Success", "success"),
            row("sign-in Failure", "failure"),
            row("app aws:cloudtrail", "aws:cloudtrail"),
            row("app aws:cloudwatch:guardduty", "aws:guardduty"),
            row("app *flow", "aws:flow"),
            row("product aws:cloudtrail", "AWS CloudTrail"),
            row("product *flow", "Amazon VPC"),
            row("kind aws:cloudwatch:guardduty", "alert"),
            row("flow ACCEPT", "allowed"),
            row("flow REJECT", "blocked"),
            row("flow gateway", "flow"),
            row("layer 4 of 6", "tcp"),
            row("layer 4 of 17", "udp"),
            row("layer 4 of 1", "icmp"),
            row("layer 4 of 58", "icmp"),
            row("layer 3 of 1", "icmp"),
            row("layer 3 of 58", "icmp"),
            row("layer 3 of *", "ip")));
    for (String band : List.of("critical", "high", "medium", "low", "informational")) {
      rows.add(row("band " + band, band));
    }
    return rows;
  }

  private static Map<String, String> row(String word, String value) {
    return Map.of("word", word, "value", value);
  }
}
