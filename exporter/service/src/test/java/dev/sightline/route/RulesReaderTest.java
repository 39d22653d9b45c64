package dev.sightline.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sightline.yaml.Mistake;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesReaderTest {
  @TempDir Path folder = Path.of("");

  private Path file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private Rules read(String text) throws IOException, RulesException {
    return RulesReader.read(file("rules.yaml", text), Optional.empty());
  }

  private List<String> mistakes(String text) throws IOException {
    Path file = file("rules.yaml", text);
    RulesException e =
        assertThrows(RulesException.class, () -> RulesReader.read(file, Optional.empty()));
    return told(e);
  }

  private static List<String> told(RulesException e) {
    return e.mistakes().stream().map(RulesReaderTest::told).toList();
  }

  private static String told(Mistake mistake) {
    return mistake.line() + ": " + mistake.sentence();
  }

  @Test
  void a_file_is_read_with_all_that_it_says() throws Exception {
    Rules rules =
        read(
            """
            destinations:
              archive:
                url: https://splunk-2.example:8088
                token-file: /run/secrets/archive
            routes:
              - id: payments
                when: {family: [cloudtrail], account: ["012345678910"], eventName: {not: [Decrypt]}}
                to: {index: aws_payments, sourcetype: "aws:cloudtrail", source: payments}
                also: [{destination: archive, index: kept}]
              - id: reads
                when: {readOnly: true, errorCode: absent}
                to: {destination: archive}
            default: {index: aws}
            reductions:
              - id: kms
                when: {eventSource: [kms.amazonaws.com], userIdentity.invokedBy: ["*"]}
                keep-one-in: 100
                blinds: [some_search]
              - id: tls
                when: {eventName: [GetObject]}
                trim: [tlsDetails, userIdentity.sessionContext]
            """);
    assertEquals(List.of("archive"), rules.destinations());
    Route payments = rules.routes().getFirst();
    assertEquals("payments", payments.id());
    assertEquals(6, payments.line());
    assertEquals(
        "family: cloudtrail; account: 012345678910; eventName: not Decrypt",
        payments.when().toString());
    assertEquals(
        List.of(
            new Target(0, "splunk", "aws_payments", "aws:cloudtrail", "payments"),
            new Target(1, "archive", "kept", null, null)),
        payments.targets());
    assertEquals("readOnly: true; errorCode: absent", rules.routes().get(1).when().toString());
    assertEquals(List.of(new Target(0, "splunk", "aws", null, null)), rules.otherwise());
    assertEquals(
        List.of(
            new Reduction.Action.KeepOneIn(100),
            new Reduction.Action.Trim(List.of("tlsDetails", "userIdentity.sessionContext"))),
        rules.reductions().stream().map(Reduction::action).toList());
    assertEquals(List.of("some_search"), rules.reductions().getFirst().blinds());
  }

  @Test
  void everything_that_is_wrong_is_told_at_once_with_line_and_rule() throws Exception {
    assertEquals(
        List.of(
            "1: 'default' is missing: write where events go that meet no route,"
                + " 'default: {index: aws}'.",
            "3: Rule 'one': 'eventNames' is no condition; the nearest known is 'eventName'.",
            "3: Rule 'one': 'cloudtral' is no family; the nearest known is 'cloudtrail'.",
            "3: Rule 'one': '11112222333' is no account: write its twelve digits in quotes, or"
                + " some of them and a *.",
            "4: Rule 'one': 'AWS' is no name of an index: lower-case letters, digits, _ and -,"
                + " not - at the start.",
            "5: Rule 'one': The rule of line 2 has this id too: give each its own.",
            "5: Rule 'one': 'when' is missing: write what it is for, 'when: {family: [guardduty]}';"
                + " what is for everything else is 'default'.",
            "6: Rule 'one': 'archiv' is no destination; the nearest known is 'splunk'; others are"
                + " described under 'destinations'.",
            "7: A rule without id: 'id' is missing: write 'id: payments'.",
            "7: A rule without id: 'maybe' is neither true nor false (nor absent).",
            "7: A rule without id: 'kms' is no eventSource: AWS writes 'kms.amazonaws.com'.",
            "7: A rule without id: 'to' is missing: write where its events go, 'to: {index: aws}'.",
            "7: A rule without id: 'too' is not a key here; the nearest known is 'to'.",
            "9: Rule 'two': 'data' would never be met: AWS writes 'Data'.",
            "9: Rule 'two': It does nothing: write 'drop: true', 'keep-one-in: 100' or"
                + " 'trim: [tlsDetails]'.",
            "10: 'root' is not a key here; the nearest known is 'routes'."),
        mistakes(
            """
            routes:
              - id: one
                when: {eventNames: [Decrypt], family: [cloudtral], account: [11112222333]}
                to: {index: AWS}
              - id: one
                to: {destination: archiv}
              - {when: {readOnly: maybe, eventSource: [kms]}, too: {index: aws}}
            reductions:
              - {id: two, when: {eventCategory: data}}
            root: {}
            """));
  }

  @Test
  void what_can_never_hold_is_a_mistake() throws Exception {
    assertEquals(
        List.of(
            "2: Rule 'a': It asks for members that only records of CloudTrail have, and for a"
                + " family that has none: it would never hold. Write 'family: [cloudtrail]', or"
                + " leave it out.",
            "3: Rule 'b': '/AWSLogs/**' is no key: it begins behind the bucket's name, without a"
                + " '/'.",
            "4: Rule 'c': It sends an event twice to index aws, where every search would count it"
                + " twice: give 'also' another index or destination.",
            "7: Rule 'd': Only CloudTrail's records can be left out rule by rule: take 'family'"
                + " out, or leave a whole family out by SIGHTLINE_FAMILIES, such as 'waf=ignore'.",
            "8: Rule 'e': 'eventID' cannot be trimmed: records are found, dated, counted and"
                + " attributed by it.",
            "8: Rule 'e': 'a{}' is no name of a member: write tlsDetails, or"
                + " responseElements.credentials for one that stands in another."),
        mistakes(
            """
            routes:
              - {id: a, when: {family: [guardduty], eventName: [X]}, to: {index: a}}
              - {id: b, when: {key: ["/AWSLogs/**"]}, to: {index: a}}
              - {id: c, when: {family: [waf]}, to: {index: aws}, also: [{index: aws}]}
            default: {index: aws}
            reductions:
              - {id: d, when: {family: [waf]}, drop: true}
              - {id: e, when: {eventName: [X]}, trim: [eventID, "a{}"]}
            """));
  }

  @Test
  void attributes_of_accounts_need_a_table_that_knows_them() throws Exception {
    String rules =
        """
        routes:
          - {id: a, when: {environment: [prodction]}, to: {index: a}}
        default: {index: aws}
        """;
    assertEquals(
        List.of(
            "2: Rule 'a': 'environment' needs the table of accounts: set SIGHTLINE_RULES_ACCOUNTS"
                + " to a CSV file with the columns account_id, environment, owner and ou_path."),
        mistakes(rules));
    Path file = file("rules.yaml", rules);
    Path table =
        file("accounts.csv", "account_id,environment\n111122223333,production\n1,sandbox\n");
    RulesException e =
        assertThrows(RulesException.class, () -> RulesReader.read(file, Optional.of(table)));
    assertEquals(
        List.of(
            "2: Rule 'a': No account of "
                + table
                + " has the environment 'prodction'; the nearest known is 'production'.",
            "3: '1' has not twelve digits: a spreadsheet drops leading zeros, so keep the column"
                + " as text."),
        told(e));
  }

  @Test
  void a_file_that_is_no_yaml_or_is_not_there_is_told() throws Exception {
    assertEquals(1, mistakes("routes: [\n").size());
    assertEquals(1, mistakes("- a\n").size());
    Path none = folder.resolve("none.yaml");
    RulesException e =
        assertThrows(RulesException.class, () -> RulesReader.read(none, Optional.empty()));
    assertEquals("1: The file cannot be read: " + none, told(e.mistakes().getFirst()));
  }
}
