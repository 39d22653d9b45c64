package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.stand.SearchFault;
import dev.sightline.stand.TrailDigests;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code sightline verify}: each damage is named, and what can be repaired is. */
@Isolated
class VerifyTest {
  private static final String FIRST = ProvenTrail.LOGS + "hour-0-0.json.gz";

  @TempDir Path folder = Path.of("");
  private ProvenTrail trail = new ProvenTrail(folder);

  @BeforeEach
  void start() {
    trail.close();
    trail = new ProvenTrail(folder);
  }

  @AfterEach
  void close() {
    trail.close();
  }

  /** The reasons of the problems of a place. */
  private static List<String> reasons(CommandRun run, String place) throws IOException {
    return StreamSupport.stream(run.json().path("problems").spliterator(), false)
        .filter(problem -> problem.path("place").asText().endsWith(place))
        .map(problem -> problem.path("reason").asText())
        .toList();
  }

  private static void assertProblem(CommandRun run, String place, String reason)
      throws IOException {
    assertEquals(3, run.exitCode(), run.output());
    assertTrue(reasons(run, place).stream().anyMatch(said -> said.contains(reason)), run.output());
  }

  private static void assertWhole(CommandRun run) throws IOException {
    assertEquals(0, run.exitCode(), run.output());
    assertEquals(0, run.json().path("problems").size(), run.output());
    assertTrue(run.json().path("whole").asBoolean(), run.output());
  }

  private static void assertCounts(CommandRun run, String kind, int valid, int invalid)
      throws IOException {
    JsonNode counts = run.json().path(kind);
    assertEquals(valid, counts.path("valid").asInt(), run.output());
    assertEquals(invalid, counts.path("invalid").asInt(), run.output());
  }

  @Test
  void a_trail_is_whole_from_the_signature_to_splunks_count() throws Exception {
    trail.hour(3, 2);
    trail.hour();
    trail.hour(4);
    TrailDigests other = ProvenTrail.chain("AWSLogs/o-0123456789/", "444455556666", "us-east-1");
    trail.log(
        other, "AWSLogs/o-0123456789/444455556666/CloudTrail/us-east-1/2026/01/02/b.json.gz", 5);
    trail.put(other.next(ProvenTrail.START, trail.end(0)));
    trail.carry();
    CommandRun run = trail.verify("--splunk");
    assertWhole(run);
    assertCounts(run, "digests", 4, 0);
    assertCounts(run, "log_files", 4, 0);
    assertEquals(4, run.json().at("/objects/whole").asInt(), run.output());
    assertEquals(14, run.json().at("/records/counted").asInt(), run.output());
    assertEquals(0, run.json().at("/hours/missing").asInt(), run.output());
    assertTrue(run.output().contains("Splunk has all of it"), run.output());
    CommandRun one = trail.verify("--account", "444455556666", "--region", "us-east-1");
    assertWhole(one);
    assertCounts(one, "digests", 1, 0);
  }

  @Test
  void a_record_that_splunk_lost_is_named_and_sent_again_and_nothing_else_is() throws Exception {
    trail.hour(5);
    trail.hour(1);
    trail.carry();
    Map<Integer, String> ids = trail.ids(FIRST);
    Set<String> lost = Set.of(ids.get(1), ids.get(3), ids.get(4));
    assertEquals(3, trail.lose(lost));
    CommandRun found = trail.verify("--splunk");
    assertProblem(found, FIRST, "of its 5 records these are not there: 1,3-4");
    assertEquals(1, found.json().at("/objects/short").asInt());
    assertEquals(1, found.json().at("/objects/whole").asInt());
    assertEquals(3, found.json().at("/records/missing").asInt());

    CommandRun repaired = trail.verify("--repair");
    assertWhole(repaired);
    assertEquals(3, repaired.json().at("/repaired/records").asInt(), repaired.output());
    assertEquals(ids, trail.ids(FIRST));
    assertEquals(6, trail.around.received().size());
    assertEquals(0, trail.around.duplicates());

    CommandRun again = trail.verify("--repair");
    assertWhole(again);
    assertEquals(0, again.json().at("/repaired/records").asInt(), again.output());
    assertEquals(6, trail.around.received().size());
  }

  @Test
  void an_object_that_splunk_does_not_know_is_told_apart_and_sent() throws Exception {
    trail.hour(2, 3);
    trail.carry();
    trail.lose(Set.copyOf(trail.ids(FIRST).values()));
    assertProblem(trail.verify("--splunk"), FIRST, "none of its 2 records is there");
    assertWhole(trail.verify("--repair"));
    assertEquals(5, trail.around.received().size());
  }

  @Test
  void more_than_the_bound_is_not_sent_unasked() throws Exception {
    trail.hour(3);
    CommandRun refused = trail.verify("--repair", "--ask-above", "2");
    assertEquals(3, refused.exitCode(), refused.output());
    assertTrue(refused.output().contains("it would be 3 records of 1 objects"), refused.output());
    assertEquals(0, trail.around.received().size());
    assertWhole(trail.verify("--repair", "--ask-above", "2", "--yes"));
    assertEquals(3, trail.around.received().size());
  }

  @Test
  void duplicates_are_counted_and_are_no_gap() throws Exception {
    trail.hour(3);
    trail.carry();
    trail.around.hec.repeat(trail.around.received().subList(0, 2));
    CommandRun run = trail.verify("--splunk");
    assertWhole(run);
    assertEquals(1, run.json().at("/objects/twice").asInt(), run.output());
    assertEquals(2, run.json().at("/records/surplus").asInt(), run.output());
  }

  @Test
  void what_is_under_way_or_aged_out_is_not_lost() throws Exception {
    trail.hour(3);
    trail.properties.put("sightline.hec.ack-deadline", "1h");
    CommandRun young = trail.verify("--splunk");
    assertWhole(young);
    assertEquals(1, young.json().at("/objects/young").asInt(), young.output());
    trail.properties.put("sightline.hec.ack-deadline", "100ms");
    trail.properties.put("sightline.hec.index", "aws");
    trail.head.retention(Duration.ofDays(1));
    int before = trail.head.searches().size();
    CommandRun aged = trail.verify("--splunk");
    assertWhole(aged);
    assertEquals(1, aged.json().at("/objects/aged").asInt(), aged.output());
    assertEquals(before, trail.head.searches().size());
  }

  @Test
  void each_damage_of_a_log_file_is_named() throws Exception {
    trail.hour(2, 2, 2, 2, 2, 2);
    byte[] changed = Logs.plain(Logs.records(ProvenTrail.LOGS + "hour-0-1.json.gz", 2));
    changed[changed.length - 5] ^= 1;
    trail.remove(FIRST);
    trail.around.put(ProvenTrail.LOGS + "hour-0-1.json.gz", Logs.gzip(changed));
    byte[] stored = Logs.gzip(Logs.records(ProvenTrail.LOGS + "hour-0-2.json.gz", 2));
    stored[stored.length / 2] ^= 1;
    trail.around.put(ProvenTrail.LOGS + "hour-0-2.json.gz", stored);
    trail.around.put(
        ProvenTrail.LOGS + "hour-0-3.json.gz",
        joined(
            Logs.gzip(Logs.records(ProvenTrail.LOGS + "hour-0-3.json.gz", 2)),
            Logs.gzip(new byte[0])));
    trail.around.put(
        ProvenTrail.LOGS + "hour-0-4.json.gz",
        joined(
            Logs.gzip(Logs.records(ProvenTrail.LOGS + "hour-0-4.json.gz", 2)),
            "more".getBytes(StandardCharsets.UTF_8)));
    trail.around.put(
        ProvenTrail.LOGS + "hour-0-5.json.gz",
        Logs.plain(Logs.records(ProvenTrail.LOGS + "hour-0-5.json.gz", 2)));
    for (String mode : List.of("--splunk", "--region=eu-west-1")) {
      CommandRun run = trail.verify(mode);
      assertCounts(run, "log_files", 0, 6);
      assertCounts(run, "digests", 1, 0);
      assertProblem(run, FIRST, "is not there");
      assertProblem(run, "hour-0-1.json.gz", "its SHA-256 is another");
      assertEquals(1, reasons(run, "hour-0-2.json.gz").size(), run.output());
      assertProblem(run, "hour-0-3.json.gz", "data behind the end of its compressed stream");
      assertProblem(run, "hour-0-4.json.gz", "not gzip behind its last gzip member");
      assertProblem(run, "hour-0-5.json.gz", "is not gzip");
    }
  }

  private static byte[] joined(byte[] first, byte[] second) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(first);
    out.writeBytes(second);
    return out.toByteArray();
  }

  @Test
  void a_digest_that_is_gone_is_named_with_its_hour_wherever_it_was() throws Exception {
    for (int i = 0; i < 5; i++) {
      trail.hour(1);
    }
    trail.remove(trail.digests.get(1).key());
    CommandRun middle = trail.verify();
    assertProblem(middle, trail.digests.get(1).key(), "the digest behind it names it");
    assertProblem(
        middle,
        "111122223333 eu-west-1 audit",
        "2026-01-02T04:00:00Z to 2026-01-02T05:00:00Z: their digests are gone");
    assertCounts(middle, "digests", 4, 1);
    assertEquals(1, middle.json().at("/hours/missing").asInt());

    trail.remove(trail.digests.get(0).key());
    CommandRun first = trail.verify("--since", ProvenTrail.START.toString());
    assertEquals(1, first.json().at("/hours/missing").asInt(), first.output());

    trail.put(trail.digests.get(0));
    trail.put(trail.digests.get(1));
    assertWhole(trail.verify());
    trail.remove(trail.digests.get(4).key());
    trail.remove(trail.digests.get(3).key());
    CommandRun last = trail.verify();
    assertProblem(
        last,
        "111122223333 eu-west-1 audit",
        "2026-01-02T06:00:00Z to 2026-01-02T08:00:00Z: the chain ends there");
    assertEquals(2, last.json().at("/hours/missing").asInt());
    assertWhole(trail.verify("--until", "2026-01-02T06:30:00Z"));
    assertEquals(3, trail.verify("--until", "2026-01-05").exitCode());
  }

  @Test
  void each_damage_of_a_digest_is_named() throws Exception {
    for (int i = 0; i < 4; i++) {
      trail.hour(1);
    }
    TrailDigests.Digest one = trail.digests.get(1);
    trail.put(one.key(), one.stored(), trail.digests.get(2).metadata());
    CommandRun run = trail.verify();
    assertProblem(run, one.key(), "fails its signature");
    assertCounts(run, "digests", 3, 1);
    assertCounts(run, "log_files", 3, 0);

    trail.put(one.key(), one.stored(), Map.of());
    assertProblem(trail.verify(), one.key(), "has no signature in its metadata");
    trail.put(one.key(), trail.digests.get(2).stored(), trail.digests.get(2).metadata());
    assertProblem(trail.verify(), one.key(), "was moved: it says that it is");
    trail.put(one.key(), Logs.gzip(Logs.plain(List.of())), one.metadata());
    assertProblem(trail.verify(), one.key(), "is not in the form of a digest");
    trail.put(one.key(), "{}".getBytes(StandardCharsets.UTF_8), one.metadata());
    assertProblem(trail.verify(), one.key(), "is not in the form of a digest");
  }

  @Test
  void a_digest_of_another_chain_is_not_the_one_that_the_next_names() throws Exception {
    trail.hour(1);
    trail.hour(1);
    TrailDigests forged = ProvenTrail.chain("AWSLogs/", "111122223333", "eu-west-1");
    trail.put(forged.next(ProvenTrail.START, ProvenTrail.START.plus(Duration.ofHours(1))));
    assertProblem(
        trail.verify(), trail.digests.get(0).key(), "is not the digest that the next one names");
  }

  @Test
  void a_trail_that_was_stopped_leaves_hours_that_are_named() throws Exception {
    trail.hour(1);
    trail.silence();
    trail.silence();
    trail.chain.stop();
    trail.hour(1);
    CommandRun run = trail.verify();
    assertProblem(run, "111122223333 eu-west-1 audit", "the trail was stopped");
    assertEquals(2, run.json().at("/hours/missing").asInt(), run.output());
    assertCounts(run, "digests", 2, 0);
    assertWhole(trail.verify("--since", "2026-01-02T05:30:00Z"));
  }

  @Test
  void a_validation_that_began_later_proves_nothing_before_and_says_so() throws Exception {
    trail.hour(1);
    CommandRun run = trail.verify("--since", "2025-12-01");
    assertWhole(run);
    assertTrue(run.output().contains("the chain begins at 2026-01-02T03:00:00Z"), run.output());
  }

  @Test
  void regions_that_are_not_asked_for_lack_nothing() throws Exception {
    trail.hour(1);
    TrailDigests other = ProvenTrail.chain("AWSLogs/", "111122223333", "us-east-1");
    trail.put(other.next(ProvenTrail.START, trail.end(0)));
    CommandRun run = trail.verify("--region", "eu-west-1");
    assertWhole(run);
    assertCounts(run, "digests", 1, 0);
  }

  @Test
  void a_backfill_digest_does_not_stand_for_the_digests_of_its_region() throws Exception {
    trail.hour(1);
    TrailDigests other = ProvenTrail.chain("AWSLogs/", "111122223333", "us-east-1");
    trail.put(
        other.backfill(
            ProvenTrail.START, trail.end(0), ProvenTrail.START.plus(Duration.ofDays(20))));
    assertProblem(trail.verify(), "111122223333 us-east-1", "there is no digest of this time");
  }

  @Test
  void digests_that_are_gone_before_one_that_is_not_valid_are_named_too() throws Exception {
    for (int i = 0; i < 4; i++) {
      trail.hour(1);
    }
    trail.remove(trail.digests.get(1).key());
    trail.put(trail.digests.get(2).key(), trail.digests.get(2).stored(), Map.of());
    CommandRun run = trail.verify();
    assertProblem(
        run,
        "111122223333 eu-west-1 audit",
        "2026-01-02T04:00:00Z to 2026-01-02T05:00:00Z: the digest behind them is not valid");
    assertEquals(1, run.json().at("/hours/missing").asInt(), run.output());
  }

  @Test
  void backfill_digests_stand_outside_of_the_chain() throws Exception {
    trail.hour(1);
    trail.log(trail.chain, ProvenTrail.LOGS + "late.json.gz", 2);
    TrailDigests.Digest late =
        trail.chain.backfill(
            ProvenTrail.START, trail.end(0), ProvenTrail.START.plus(Duration.ofDays(20)));
    trail.put(late);
    trail.carry();
    CommandRun run = trail.verify("--splunk");
    assertWhole(run);
    assertCounts(run, "backfill_digests", 1, 0);
    assertCounts(run, "digests", 1, 0);
    assertCounts(run, "log_files", 2, 0);
    trail.put(
        late.key(),
        late.stored(),
        Map.of("signature", late.signature(), "signature-algorithm", "SHA256withRSA"));
    CommandRun without = trail.verify();
    assertProblem(without, late.key(), "has no backfill-generation-timestamp");
    assertCounts(without, "backfill_digests", 0, 1);
  }

  @Test
  void keys_come_from_a_file_where_aws_is_not_at_hand() throws Exception {
    trail.hour(1);
    trail.cloudTrail.deny();
    CommandRun denied = trail.verify();
    assertEquals(1, denied.exitCode(), denied.output());
    assertTrue(denied.output().contains("cloudtrail:ListPublicKeys"), denied.output());
    assertTrue(denied.output().contains("--keys"), denied.output());
    Path keys = folder.resolve("keys.json");
    Files.writeString(keys, TrailDigests.keyFile());
    assertWhole(trail.verify("--keys", keys.toString()));
    Files.writeString(
        keys, TrailDigests.keyFile().replace(TrailDigests.fingerprint(), "another-key"));
    assertProblem(
        trail.verify("--keys", keys.toString()),
        trail.digests.get(0).key(),
        "a key that CloudTrail does not name in eu-west-1");
    Files.writeString(keys, "{}");
    CommandRun none = trail.verify("--keys", keys.toString());
    assertEquals(1, none.exitCode());
    assertTrue(none.output().contains("holds no public keys"), none.output());
  }

  @Test
  void what_has_no_digest_at_all_is_told() throws Exception {
    assertProblem(trail.verify("--until", "2026-01-03"), "/AWSLogs/", "there is no digest below");
    trail.hour(1);
    trail.around.put(
        "AWSLogs/111122223333/CloudTrail/us-east-1/2026/01/02/a.json.gz",
        Logs.gzip(Logs.records("a", 1)));
    assertProblem(
        trail.verify(), "111122223333 us-east-1", "there are log files of this time and no digest");
    assertProblem(trail.verify("--account", "999900001111"), "999900001111", "no digest");
    assertProblem(
        trail.verify("--since", "2026-01-04", "--until", "2026-01-05"),
        "111122223333 eu-west-1",
        "there is no digest of this time");
  }

  @Test
  void an_interrupted_run_goes_on_where_it_was() throws Exception {
    trail.hour(2);
    trail.carry();
    trail.head.next(new SearchFault.Fails("out of disk"));
    CommandRun failed = trail.verify("--splunk");
    assertEquals(1, failed.exitCode(), failed.output());
    assertTrue(failed.output().contains("out of disk"), failed.output());
    Path checkpoint = folder.resolve("verify.json");
    assertTrue(Files.exists(checkpoint));
    assertTrue(
        trail.verify("--region", "eu-west-1").output().contains("belongs to another verification"));
    assertWhole(trail.verify("--splunk"));
    assertFalse(Files.exists(checkpoint));
  }

  @Test
  void a_splunk_that_answers_half_leads_to_no_verdict() throws Exception {
    trail.hour(2);
    trail.carry();
    trail.head.next(new SearchFault.Partial(0, "WARN", "Results might be incomplete: peer down"));
    CommandRun run = trail.verify("--repair");
    assertEquals(1, run.exitCode(), run.output());
    assertTrue(run.output().contains("might be incomplete"), run.output());
    assertEquals(2, trail.around.received().size());
  }

  @Test
  void wrong_usage_is_told() {
    assertEquals(2, CommandRun.of(trail.properties, "verify", "bucket").exitCode());
    assertEquals(2, trail.verify("--since", "2026-01-03", "--until", "2026-01-02").exitCode());
    trail.properties.remove("sightline.splunk.url");
    CommandRun run = trail.verify("--splunk");
    assertEquals(2, run.exitCode());
    assertTrue(run.output().contains("SIGHTLINE_SPLUNK_URL"), run.output());
  }
}
