package dev.sightline.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.cloudtrail.SingleRecord;
import dev.sightline.family.Family;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RulesTest {
  private static final String ACCOUNT = "111122223333";

  private static final List<String> WORDS = List.of("", "A", "AB", "ABC", "B", "BA", "true");
  private static final List<String> PATTERNS =
      List.of("", "A", "AB", "*", "A*", "*B", "*A*", "true");

  @TempDir Path folder = Path.of("");

  private Rules rules(String text) throws IOException, RulesException {
    Path file = Files.writeString(folder.resolve("rules.yaml"), text);
    Path table =
        Files.writeString(
            folder.resolve("accounts.csv"),
            """
            account_id,name,ou_path,environment,owner
            111122223333,pay,Root/Workloads/Production,Production,Payments Team
            444455556666,lab,Root/Workloads/Lab,,
            ,,Root/Workloads,shared,platform
            """);
    return RulesReader.read(file, Optional.of(table));
  }

  /** A file with one route of that condition, and who meets it. */
  private ObjectRules when(String condition) throws IOException, RulesException {
    return rules(
            "routes: [{id: met, when: {" + condition + "}, to: {index: a}}]\ndefault: {index: b}\n")
        .object("trail", "logs/AWSLogs/o-abc/444455556666/CloudTrail/eu-west-1/2026/a.json.gz");
  }

  private static String route(ObjectRules rules, String members) throws IOException {
    CloudTrailRecord record = record(members);
    return rules
        .decide(
            Family.CLOUDTRAIL, record.recipientAccountId(), record.awsRegion(), record.members())
        .route();
  }

  private static CloudTrailRecord record(String members) throws IOException {
    byte[] json =
        ("{\"eventTime\":\"2026-01-02T03:04:05Z\",\"recipientAccountId\":\"111122223333\","
                + "\"awsRegion\":\"eu-central-1\",\"eventName\":\"X\","
                + members
                + ",\"eventVersion\":\"1.11\"}")
            .getBytes(StandardCharsets.UTF_8);
    CloudTrailRecord record = SingleRecord.of(json, 0, json.length);
    assertNotNull(record, members);
    return record;
  }

  private static String route(ObjectRules rules, Family family, @Nullable String account) {
    return rules.decide(family, account, null).route();
  }

  @Test
  void the_first_route_that_holds_wins_and_the_default_has_the_rest() throws Exception {
    ObjectRules rules =
        rules(
                """
                routes:
                  - {id: one, when: {eventName: [A, B]}, to: {index: one}}
                  - {id: two, when: {eventName: [B, C]}, to: {index: two}}
                default: {index: rest}
                """)
            .object("", "");
    assertEquals("one", route(rules, "\"eventName\":\"A\""));
    assertEquals("one", route(rules, "\"eventName\":\"B\""));
    assertEquals("two", route(rules, "\"eventName\":\"C\""));
    assertEquals("default", route(rules, "\"eventName\":\"D\""));
    assertEquals(
        "rest", rules.decide(Family.GUARDDUTY, ACCOUNT, null).targets().getFirst().index());
  }

  @Test
  void every_member_of_a_record_may_be_asked_for() throws Exception {
    String identity =
        "\"userIdentity\":{\"type\":\"AWSService\",\"invokedBy\":\"a.amazonaws.com\"}";
    assertEquals(
        "met",
        route(when("eventSource: [k.amazonaws.com]"), "\"eventSource\":\"k.amazonaws.com\""));
    assertEquals("met", route(when("readOnly: true"), "\"readOnly\":true"));
    assertEquals("default", route(when("readOnly: true"), "\"readOnly\":false"));
    assertEquals("met", route(when("errorCode: ['Client.*']"), "\"errorCode\":\"Client.X\""));
    assertEquals("met", route(when("errorCode: absent"), "\"a\":1"));
    assertEquals("met", route(when("errorCode: ''"), "\"errorCode\":null"));
    assertEquals("default", route(when("errorCode: '*'"), "\"a\":1"));
    assertEquals("met", route(when("eventCategory: Data"), "\"eventCategory\":\"Data\""));
    assertEquals("met", route(when("userIdentity.type: AWSService"), identity));
    assertEquals("met", route(when("invokedBy: a.amazonaws.com"), identity));
    assertEquals("met", route(when("userIdentity.invokedBy: 'a.*'"), identity));
    assertEquals("default", route(when("invokedBy: absent"), identity));
  }

  @Test
  void what_lies_deeper_or_is_escaped_is_not_mistaken() throws Exception {
    ObjectRules service = when("userIdentity.type: AWSService");
    assertEquals(
        "default",
        route(service, "\"userIdentity\":{\"sessionContext\":{\"type\":\"AWSService\"}}"));
    assertEquals("default", route(service, "\"requestParameters\":{\"type\":\"AWSService\"}"));
    assertEquals("met", route(service, "\"userIdentity\":{\"t\\u0079pe\":\"AWSServi\\u0063e\"}"));
    assertEquals(
        "met",
        route(
            service,
            "\"userIdentity\":{\"arn\":\"a\\\\\\\"}\",\"x\":[{\"type\":1}],\"type\":\"AWSService\"}"));
    assertEquals("met", route(when("eventName: [Ä]"), "\"eventName\":\"\\u00c4\""));
    assertEquals("met", route(when("eventName: [Ä]"), "\"eventName\":\"Ä\""));
  }

  @Test
  void of_a_repeated_member_the_last_counts() throws Exception {
    ObjectRules rules = when("eventName: [B], userIdentity.type: absent");
    assertEquals("met", route(rules, "\"eventName\":\"A\",\"eventName\":\"B\""));
    assertEquals("default", route(rules, "\"eventName\":\"B\",\"eventName\":\"A\""));
    String identity = "\"eventName\":\"B\",\"userIdentity\":{\"type\":\"Root\"}";
    assertEquals("default", route(rules, identity));
    assertEquals("met", route(rules, identity + ",\"userIdentity\":{}"));
    assertEquals("met", route(rules, identity + ",\"userIdentity\":7"));
  }

  @Test
  void a_condition_may_be_turned_round() throws Exception {
    ObjectRules rules = when("eventName: {not: [A, 'B*']}");
    assertEquals("default", route(rules, "\"eventName\":\"A\""));
    assertEquals("default", route(rules, "\"eventName\":\"Bx\""));
    assertEquals("met", route(rules, "\"eventName\":\"C\""));
    assertEquals("met", route(when("errorCode: {not: [X]}"), "\"a\":1"));
    assertEquals("default", route(when("errorCode: {not: [X, absent]}"), "\"a\":1"));
  }

  @Test
  void an_account_is_known_by_its_number_or_by_the_inventory() throws Exception {
    assertEquals("met", route(when("account: ['111122223333']"), "\"a\":1"));
    assertEquals("met", route(when("account: ['1111*']"), "\"a\":1"));
    assertEquals("met", route(when("environment: production"), "\"a\":1"));
    assertEquals("met", route(when("owner: payments *"), "\"a\":1"));
    assertEquals("met", route(when("organizational-unit: Root/Workloads"), "\"a\":1"));
    assertEquals("default", route(when("organizational-unit: Root/Workloads/Lab"), "\"a\":1"));
    String lab = "444455556666";
    assertEquals("met", route(when("environment: shared"), Family.GUARDDUTY, lab));
    assertEquals("met", route(when("environment: absent"), Family.GUARDDUTY, "999999999999"));
  }

  @Test
  void what_an_event_does_not_tell_is_taken_from_its_key() throws Exception {
    assertEquals("met", route(when("account: '444455556666'"), Family.WAF, null));
    assertEquals("met", route(when("region: eu-west-*"), Family.WAF, null));
    assertEquals("default", route(when("region: eu-west-1"), "\"a\":1"));
    assertEquals("met", route(when("bucket: tr*, key: '**/CloudTrail/**'"), Family.WAF, null));
    assertEquals("default", route(when("bucket: other"), Family.WAF, null));
    assertEquals("default", route(when("key: 'AWSLogs/**'"), Family.WAF, null));
  }

  @Test
  void what_asks_for_a_records_members_never_holds_for_anything_else() throws Exception {
    assertEquals("default", route(when("errorCode: absent"), Family.GUARDDUTY, ACCOUNT));
    assertEquals("met", route(when("family: guardduty"), Family.GUARDDUTY, ACCOUNT));
  }

  @Test
  void a_reduction_is_decided_apart_from_the_route() throws Exception {
    ObjectRules rules =
        rules(
                """
                routes: [{id: a, when: {readOnly: true}, to: {index: a}}]
                default: {index: rest}
                reductions: [{id: kms, when: {eventName: Decrypt}, drop: true}]
                """)
            .object("", "");
    CloudTrailRecord record = record("\"eventName\":\"Decrypt\",\"readOnly\":true");
    Decision decision = rules.decide(Family.CLOUDTRAIL, ACCOUNT, null, record.members());
    assertEquals("a", decision.route());
    assertEquals(Optional.of("kms"), Optional.ofNullable(decision.reduction()).map(Reduction::id));
    record = record("\"eventName\":\"Encrypt\",\"readOnly\":true");
    assertNull(rules.decide(Family.CLOUDTRAIL, ACCOUNT, null, record.members()).reduction());
  }

  /** More rules than bits of a word, and whatever was seen before is remembered. */
  @Property(tries = 100, shrinking = ShrinkingMode.OFF)
  void every_record_meets_the_first_rule_whose_every_condition_holds(@ForAll long seed)
      throws IOException {
    Random random = new Random(seed);
    int count = random.nextInt(200);
    List<Route> routes =
        IntStream.range(0, random.nextInt(count + 1))
            .mapToObj(i ->
                new Route("r" + i, 1, when(random), List.of(new Target(0, "s", "i", null, null))))
            .toList();
    List<Reduction> reductions =
        IntStream.range(0, random.nextInt(count + 1))
            .mapToObj(i ->
                new Reduction("x" + i, 1, when(random), new Reduction.Action.Drop(), List.of()))
            .toList();
    Rules rules =
        new Rules(routes, List.of(Target.STANDARD), reductions, Rules.Splunks.NONE, Accounts.NONE);
    ObjectRules object = rules.object("A", "AB");
    for (int i = 0; i < 50; i++) {
      Map<Condition, String> values = new EnumMap<>(Condition.class);
      values.put(Condition.BUCKET, "A");
      values.put(Condition.KEY, "AB");
      StringBuilder members = new StringBuilder("\"eventTime\":\"2026-01-02T03:04:05Z\"");
      for (Condition condition : Condition.values()) {
        if (condition.member() != null) {
          String value = WORDS.get(random.nextInt(WORDS.size()));
          values.put(condition, value);
          members.append(member(condition, value));
        }
      }
      CloudTrailRecord record = record(members.toString());
      String account = random.nextBoolean() ? "A" : "B";
      values.put(Condition.ACCOUNT, account);
      values.put(Condition.REGION, "A");
      Decision decision = object.decide(Family.CLOUDTRAIL, account, "A", record.members());
      assertEquals(
          routes.stream().filter(route -> holds(route.when(), values)).map(Route::id).findFirst(),
          Optional.of(decision.route()).filter(route -> !route.equals("default")));
      Reduction reduction = decision.reduction();
      assertEquals(
          reductions.stream().filter(each -> holds(each.when(), values)).findFirst(),
          Optional.ofNullable(reduction));
    }
  }

  private static String member(Condition condition, String value) {
    return switch (condition) {
      case USER_IDENTITY_TYPE -> ",\"userIdentity\":{\"type\":\"" + value + "\"";
      case INVOKED_BY -> ",\"invokedBy\":\"" + value + "\"}";
      default -> ",\"" + condition.id() + "\":\"" + value + "\"";
    };
  }

  private static When when(Random random) {
    Map<Condition, Values> conditions = new EnumMap<>(Condition.class);
    List<Condition> asked =
        Arrays.stream(Condition.values())
            .filter(condition -> condition != Condition.FAMILY && !condition.ofInventory())
            .toList();
    for (int i = 1 + random.nextInt(3); i > 0; i--) {
      Condition condition = asked.get(random.nextInt(asked.size()));
      List<String> texts =
          IntStream.rangeClosed(0, random.nextInt(3))
              .mapToObj(_ -> PATTERNS.get(random.nextInt(PATTERNS.size())))
              .toList();
      conditions.put(condition, new Values(condition, texts, random.nextInt(4) == 0));
    }
    return new When(conditions);
  }

  private static boolean holds(When when, Map<Condition, String> values) {
    return when.conditions().entrySet().stream()
        .allMatch(each -> each.getValue().holds(values.getOrDefault(each.getKey(), "")));
  }
}
