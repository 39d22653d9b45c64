package dev.sightline.configuration;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.completeness.CompletenessConfiguration;
import dev.sightline.family.Families;
import dev.sightline.family.Family;
import dev.sightline.family.Treatment;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.hec.Compression;
import dev.sightline.hec.Guarantee;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.inventory.InventoryConfiguration;
import dev.sightline.inventory.steampipe.SteampipeConfiguration;
import dev.sightline.lookups.LookupFolder;
import dev.sightline.notification.QueueConfiguration;
import dev.sightline.object.ObjectConfiguration;
import dev.sightline.quarantine.QuarantineConfiguration;
import dev.sightline.redelivery.RedeliveryConfiguration;
import dev.sightline.splunk.SplunkConfiguration;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The defaults and every name of each room's configuration record. */
class RoomConfigurationsTest {
  @TempDir Path folder = Path.of("");

  @Test
  void what_was_always_carried_is_carried_and_the_rest_is_ignored() {
    Settings settings = settings(Map.of());
    assertEquals(Families.STANDARD, Families.read(settings));
    settings.check();
    assertEquals(Treatment.CARRY, Families.STANDARD.of(Family.CLOUDTRAIL));
    assertEquals(Treatment.CARRY, Families.STANDARD.of(Family.VPC_FLOW_LOG));
    assertEquals(Treatment.IGNORE, Families.STANDARD.of(Family.WAF));
  }

  @Test
  void families_are_chosen_by_their_names() {
    Settings settings =
        settings(
            Map.of("sightline.families", "waf=carry, s3-access = Quarantine,cloudtrail=ignore"));
    Families families = Families.read(settings);
    settings.check();
    assertEquals(
        new Families(
            Map.of(
                Family.WAF, Treatment.CARRY,
                Family.S3_ACCESS, Treatment.QUARANTINE,
                Family.CLOUDTRAIL, Treatment.IGNORE)),
        families);
    assertEquals(Set.of("sightline.families"), settings.names());
  }

  @Test
  void every_wrong_family_is_named_at_once() {
    Settings settings =
        settings(
            Map.of("sightline.families", "web=carry,waf,security-lake=carry,waf=carry,waf=ignore"));
    Families.read(settings);
    assertEquals(4, settings.problems().size());
  }

  @Test
  void the_queues_defaults_are_these() {
    Settings settings = settings(Map.of("sightline.queue-url", "https://sqs.example.com/1/trail"));
    assertEquals(
        new QueueConfiguration(
            List.of(URI.create("https://sqs.example.com/1/trail")),
            500,
            Duration.ofMinutes(2),
            Duration.ofHours(11),
            Duration.ofSeconds(25),
            List.of()),
        QueueConfiguration.read(settings));
    settings.check();
  }

  @Test
  void the_queues_settings_have_these_names() {
    Settings settings =
        settings(
            Map.of(
                "sightline.queue-url", "https://sqs.example.com/1/one",
                "sightline.queue-urls", "https://sqs.example.com/1/two",
                "sightline.queue.messages", "7",
                "sightline.queue.visibility-timeout", "30s",
                "sightline.queue.hold-limit", "1h",
                "sightline.queue.drain-limit", "10s",
                "sightline.dlq-waived", "one"));
    QueueConfiguration read = QueueConfiguration.read(settings);
    assertEquals(
        new QueueConfiguration(
            List.of(
                URI.create("https://sqs.example.com/1/one"),
                URI.create("https://sqs.example.com/1/two")),
            7,
            Duration.ofSeconds(30),
            Duration.ofHours(1),
            Duration.ofSeconds(10),
            List.of("one")),
        read);
    assertTrue(read.waives("one"));
    assertEquals(
        Set.of(
            "sightline.queue-url",
            "sightline.queue-urls",
            "sightline.queue.messages",
            "sightline.queue.visibility-timeout",
            "sightline.queue.hold-limit",
            "sightline.queue.drain-limit",
            "sightline.dlq-waived"),
        settings.names());
    settings.check();
  }

  @Test
  void the_objects_defaults_are_these() {
    ObjectConfiguration read = ObjectConfiguration.read(settings(Map.of()));
    assertEquals(List.of(), read.buckets());
    assertEquals(8, read.open());
    assertEquals(4L << 30, read.limits().maximumInflatedBytes());
    assertEquals(1L << 30, read.limits().maximumCompressedBytes());
    assertTrue(read.keys().isAll());
    assertEquals(Families.STANDARD, read.families());
  }

  @Test
  void the_objects_settings_have_these_names() {
    Settings settings =
        settings(
            Map.of(
                "sightline.buckets", "logs,other/AWSLogs/",
                "sightline.include", "**/CloudTrail/**,logs=**/WAFLogs/**",
                "sightline.exclude", "/Digest/",
                "sightline.families", "waf=carry",
                "sightline.object.open", "3",
                "sightline.object.inflated-bytes", "1GiB",
                "sightline.object.stored-bytes", "100MB"));
    ObjectConfiguration read = ObjectConfiguration.read(settings);
    assertEquals(List.of("logs", "other/AWSLogs/"), read.buckets());
    assertEquals(3, read.open());
    assertEquals(1L << 30, read.limits().maximumInflatedBytes());
    assertEquals(100_000_000, read.limits().maximumCompressedBytes());
    assertTrue(read.keys().wants("logs", "x/WAFLogs/y"));
    assertFalse(read.keys().wants("other", "x/WAFLogs/y"));
    assertEquals(Treatment.CARRY, read.families().of(Family.WAF));
    assertEquals(
        Set.of(
            "sightline.buckets",
            "sightline.include",
            "sightline.exclude",
            "sightline.families",
            "sightline.object.open",
            "sightline.object.inflated-bytes",
            "sightline.object.stored-bytes"),
        settings.names());
    settings.check();
  }

  @Test
  void guardduty_is_not_asked_by_default() {
    Settings settings = settings(Map.of());
    GuardDutyConfiguration read = GuardDutyConfiguration.read(settings);
    assertEquals(new GuardDutyConfiguration(null, Duration.ofHours(24), false, List.of()), read);
    assertFalse(read.isOn());
    settings.check();
  }

  @Test
  void guarddutys_settings_have_these_names() {
    Settings settings =
        settings(
            Map.of(
                "sightline.guardduty.poll", "10m",
                "sightline.guardduty.lookback", "2d",
                "sightline.guardduty.coverage", "no",
                "sightline.guardduty.regions", "eu-west-1, us-east-1"));
    assertEquals(
        new GuardDutyConfiguration(
            Duration.ofMinutes(10), Duration.ofDays(2), false, List.of("eu-west-1", "us-east-1")),
        GuardDutyConfiguration.read(settings));
    assertEquals(
        Set.of(
            "sightline.guardduty.poll",
            "sightline.guardduty.lookback",
            "sightline.guardduty.coverage",
            "sightline.guardduty.regions"),
        settings.names());
    settings.check();
  }

  @Test
  void hecs_defaults_are_these() {
    Settings settings =
        settings(Map.of("sightline.hec.url", "https://splunk:8088/", "sightline.hec.token", "abc"));
    HecConfiguration read = HecConfiguration.read(settings);
    settings.check();
    assertEquals(
        List.of(new HecConfiguration.Target(URI.create("https://splunk:8088"), 1)),
        read.endpoints());
    assertEquals(Guarantee.INDEXED, read.guarantee());
    assertNull(read.index());
    assertEquals(Compression.OFF, read.compression());
    assertEquals(1_000_000, read.batchBytes());
    assertEquals(Duration.ofMillis(200), read.linger());
    assertTrue(read.inFlightBytes() >= 8_000_000 && read.inFlightBytes() <= 256_000_000);
    assertEquals(1_000, read.inFlightRequests());
    assertEquals(8, read.connections());
    assertEquals(Duration.ofSeconds(60), read.requestTimeout());
    assertEquals(Duration.ofMinutes(5), read.ackDeadline());
    assertEquals(Duration.ofMinutes(30), read.deliveryDeadline());
    assertNull(read.certificateAuthority());
    assertNull(read.proxy());
    assertNull(read.gateway());
  }

  @Test
  void hecs_settings_have_these_names() throws IOException {
    Path file = Files.writeString(folder.resolve("file"), "token-in-a-file");
    Map<String, String> values = new HashMap<>();
    values.put("sightline.hec.url", "https://a:8088/services/collector/event;weight=3");
    values.put("sightline.hec.urls", "https://b:8088");
    values.put("sightline.hec.token-file", file.toString());
    values.put("sightline.hec.guarantee", "accepted");
    values.put("sightline.hec.index", "aws_cloudtrail");
    values.put("sightline.hec.compression", "fast");
    values.put("sightline.hec.batch-bytes", "512KiB");
    values.put("sightline.hec.linger", "1s");
    values.put("sightline.hec.in-flight-bytes", "64MiB");
    values.put("sightline.hec.in-flight-requests", "50");
    values.put("sightline.hec.connections", "4");
    values.put("sightline.hec.request-timeout", "10s");
    values.put("sightline.hec.ack-deadline", "1m");
    values.put("sightline.hec.delivery-deadline", "10m");
    values.put("sightline.hec.certificate-authority", file.toString());
    values.put("sightline.hec.client-certificate", file.toString());
    values.put("sightline.hec.client-key", file.toString());
    values.put("sightline.hec.proxy", "http://proxy:3128");
    values.put("sightline.hec.gateway", "opentelemetry");
    Settings settings = settings(values);
    HecConfiguration read = HecConfiguration.read(settings);
    settings.check();
    assertEquals(
        List.of(
            new HecConfiguration.Target(URI.create("https://a:8088"), 3),
            new HecConfiguration.Target(URI.create("https://b:8088"), 1)),
        read.endpoints());
    assertEquals("token-in-a-file", read.token().value());
    assertEquals(Guarantee.ACCEPTED, read.guarantee());
    assertEquals("aws_cloudtrail", read.index());
    assertEquals(Compression.FAST, read.compression());
    assertEquals(524_288, read.batchBytes());
    assertEquals(Duration.ofSeconds(1), read.linger());
    assertEquals(64 << 20, read.inFlightBytes());
    assertEquals(50, read.inFlightRequests());
    assertEquals(4, read.connections());
    assertEquals(Duration.ofSeconds(10), read.requestTimeout());
    assertEquals(Duration.ofMinutes(1), read.ackDeadline());
    assertEquals(Duration.ofMinutes(10), read.deliveryDeadline());
    assertEquals(file, read.certificateAuthority());
    assertEquals(file, read.clientCertificate());
    assertEquals(file, read.clientKey());
    assertEquals(URI.create("http://proxy:3128"), read.proxy());
    assertEquals("opentelemetry", read.gateway());
    Set<String> names = new TreeSet<>(values.keySet());
    names.add("sightline.hec.token");
    assertEquals(names, settings.names());
  }

  @Test
  void hec_without_anything_says_all_that_is_missing() {
    Settings settings = settings(Map.of("sightline.hec.index", "Upper Case"));
    HecConfiguration.read(settings);
    List<String> names = settings.problems().stream().map(Problem::name).sorted().toList();
    assertEquals(List.of("sightline.hec.index", "sightline.hec.token", "sightline.hec.url"), names);
  }

  @Test
  void the_quarantine_is_the_dead_letter_queue_or_another_or_a_bucket() {
    assertEquals(
        QuarantineConfiguration.DEAD_LETTER_QUEUE,
        QuarantineConfiguration.read(settings(Map.of())));
    assertEquals(
        new QuarantineConfiguration(URI.create("https://sqs.example.com/1/kept"), null, ""),
        QuarantineConfiguration.read(
            settings(Map.of("sightline.quarantine", "https://sqs.example.com/1/kept"))));
    Settings bucket = settings(Map.of("sightline.quarantine", "s3://kept/sightline"));
    assertEquals(
        new QuarantineConfiguration(null, "kept", "sightline/"),
        QuarantineConfiguration.read(bucket));
    assertEquals(Set.of("sightline.quarantine"), bucket.names());
  }

  @Test
  void the_inventorys_defaults_are_these() {
    Settings settings =
        settings(Map.of("sightline.steampipe.url", "postgres://steampipe.example.com/steampipe"));
    InventoryConfiguration read = InventoryConfiguration.read(settings, LookupFolder.shipped());
    settings.check();
    assertEquals(
        Optional.of(
            new SteampipeConfiguration(
                "steampipe.example.com",
                9193,
                "steampipe",
                "steampipe",
                Optional.empty(),
                "require",
                null,
                Duration.ofMinutes(10),
                4,
                Optional.empty())),
        read.steampipe());
    assertEquals(Optional.empty(), read.overrides());
    assertEquals(InventoryConfiguration.Writer.COLLECTIONS, read.writer());
    assertEquals(50, read.accountDrop());
    assertEquals(20, read.lookupDrop());
    assertEquals(Duration.ofHours(1), read.every().get("aws_accounts"));
    assertEquals(Duration.ofHours(6), read.every().get("aws_resources"));
    assertEquals(List.of("Environment", "Env", "Stage"), read.tags().get("environment"));
  }

  @Test
  void the_inventorys_settings_have_these_names() throws IOException {
    Path file = Files.writeString(folder.resolve("overrides.csv"), "account_id,owner");
    Settings settings =
        settings(
            Map.of(
                "sightline.steampipe.url",
                    "jdbc:postgresql://me@localhost:5432/db?sslmode=verify-full",
                "sightline.steampipe.password", "secret",
                "sightline.steampipe.timeout", "30s",
                "sightline.steampipe.parallelism", "9",
                "sightline.steampipe.organization", "aws_payer",
                "sightline.inventory.overrides", file.toString(),
                "sightline.inventory.tags.owner", "Squad, Owner",
                "sightline.inventory.writer", "events",
                "sightline.inventory.account-drop", "60",
                "sightline.inventory.every.aws-accounts", "5m"));
    InventoryConfiguration read = InventoryConfiguration.read(settings, LookupFolder.shipped());
    settings.check();
    SteampipeConfiguration steampipe = read.steampipe().orElseThrow();
    assertEquals("verify-full", steampipe.sslMode());
    assertEquals("me", steampipe.user());
    assertEquals("db", steampipe.database());
    assertEquals(9, steampipe.parallelism());
    assertEquals(Duration.ofSeconds(30), steampipe.timeout());
    assertEquals(Optional.of("aws_payer"), steampipe.organization());
    assertEquals(List.of("Squad", "Owner"), read.tags().get("owner"));
    assertEquals(InventoryConfiguration.Writer.EVENTS, read.writer());
    assertEquals(60, read.accountDrop());
    assertEquals(Duration.ofMinutes(5), read.every().get("aws_accounts"));
    assertTrue(!steampipe.toString().contains("secret"), steampipe::toString);
  }

  @Test
  void a_steampipe_address_with_a_password_or_an_unknown_mode_is_refused() {
    for (String url :
        List.of(
            "postgres://steampipe:word@localhost/steampipe",
            "postgres://localhost/steampipe?password=word",
            "postgres://localhost/steampipe?sslmode=maybe",
            "https://localhost")) {
      Settings settings = settings(Map.of("sightline.steampipe.url", url));
      SteampipeConfiguration.read(settings);
      assertEquals(1, settings.problems().size(), url);
      assertTrue(!settings.problems().toString().contains("word@"), url);
    }
  }

  @Test
  void the_management_port_takes_a_token_or_a_login() {
    Settings token =
        settings(
            Map.of("sightline.splunk.url", "https://splunk:8089", "sightline.splunk.token", "t"));
    assertEquals("sightline_aws", SplunkConfiguration.read(token).orElseThrow().app());
    Settings neither = settings(Map.of("sightline.splunk.url", "https://splunk:8089"));
    assertEquals(Optional.empty(), SplunkConfiguration.read(neither));
    assertEquals("sightline.splunk.token", neither.problems().getFirst().name());
  }

  @Test
  void splunk_is_asked_about_what_comes_again_by_default() {
    Settings settings = settings(Map.of());
    assertEquals(
        new RedeliveryConfiguration(true, Duration.ofMinutes(2), 600),
        RedeliveryConfiguration.read(settings));
    settings.check();
  }

  @Test
  void redeliverys_settings_have_these_names() {
    Settings settings =
        settings(
            Map.of(
                "sightline.redelivery.ask", "false",
                "sightline.redelivery.patience", "30s",
                "sightline.redelivery.searches-an-hour", "60"));
    assertEquals(
        new RedeliveryConfiguration(false, Duration.ofSeconds(30), 60),
        RedeliveryConfiguration.read(settings));
    assertEquals(
        Set.of(
            "sightline.redelivery.ask",
            "sightline.redelivery.patience",
            "sightline.redelivery.searches-an-hour"),
        settings.names());
    settings.check();
  }

  @Test
  void nothing_is_verified_on_a_schedule_by_default() {
    Settings settings = settings(Map.of());
    CompletenessConfiguration read = CompletenessConfiguration.read(settings);
    assertEquals(
        new CompletenessConfiguration(Optional.empty(), Duration.ofHours(1), Duration.ofHours(6)),
        read);
    assertFalse(read.isOn());
    settings.check();
  }

  @Test
  void completenesss_settings_have_these_names() {
    Settings settings =
        settings(
            Map.of(
                "sightline.completeness.prefix", "s3://my-trail-bucket/AWSLogs/",
                "sightline.completeness.every", "30m",
                "sightline.completeness.reach", "1d"));
    assertEquals(
        new CompletenessConfiguration(
            Optional.of("s3://my-trail-bucket/AWSLogs/"),
            Duration.ofMinutes(30),
            Duration.ofDays(1)),
        CompletenessConfiguration.read(settings));
    assertEquals(
        Set.of(
            "sightline.completeness.prefix",
            "sightline.completeness.every",
            "sightline.completeness.reach"),
        settings.names());
    settings.check();
    Settings wrong = settings(Map.of("sightline.completeness.prefix", "my-trail-bucket"));
    CompletenessConfiguration.read(wrong);
    assertEquals("sightline.completeness.prefix", wrong.problems().getFirst().name());
  }

  private static Settings settings(Map<String, String> values) {
    return new Settings(name -> Optional.ofNullable(values.get(name)));
  }
}
