package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.command.Service;
import dev.sightline.stand.FaultProxy;
import dev.sightline.stand.GuardDutyServer;
import dev.sightline.stand.HecReceiver;
import dev.sightline.stand.NetworkFault;
import dev.sightline.stand.StsServer;
import dev.sightline.stand.TlsIdentity;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;
import org.yaml.snakeyaml.Yaml;

/** What a running exporter tells of itself, and what the alerts and manifests expect it to tell. */
@Isolated
class TelemetryTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path RULES = Path.of("../alerts/sightline.rules.yml");
  private static final Path DASHBOARD = Path.of("../grafana/sightline.json");
  private static final Path DEPLOYMENT = Path.of("../kubernetes/base/deployment.yaml");

  /** A word with an underscore or of a metric's prefix; labels and functions are told apart. */
  private static final Pattern METRIC = Pattern.compile("\\b(sightline|jvm|process|kube)_\\w+");

  private static final Pattern EXPOSED = Pattern.compile("(?m)^([a-z]\\w*)(\\{[^}]*})? (\\S+)");

  @TempDir Path folder = Path.of("");

  private static HttpResponse<String> get(Service service, String path) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create(service.address() + path)).build(),
          HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  /** Every metric that is exposed now, with a value of its last series. */
  private static Map<String, Double> scrape(Service service) {
    Map<String, Double> metrics = new HashMap<>();
    Matcher line = EXPOSED.matcher(get(service, "/prometheus").body());
    while (line.find()) {
      metrics.put(line.group(1), Double.parseDouble(line.group(3)));
    }
    return metrics;
  }

  private static JsonNode yaml(Path file) throws IOException {
    return JSON.valueToTree(new Yaml().load(Files.readString(file)));
  }

  private static Set<String> metricsAskedFor() throws IOException {
    JsonNode dashboard = JSON.readTree(Files.readString(DASHBOARD));
    return Stream.of(yaml(RULES), dashboard)
        .flatMap(file -> file.findValuesAsText("expr").stream())
        .flatMap(expression -> METRIC.matcher(expression).results())
        .map(MatchResult::group)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static double metric(Service service, String name) {
    return scrape(service).getOrDefault(name, Double.NaN);
  }

  @Test
  void it_exposes_every_metric_that_an_alert_or_the_dashboard_asks_for() throws Exception {
    Set<String> wanted = metricsAskedFor();
    assertTrue(wanted.size() > 20, wanted.toString());
    // Kube-state-metrics tells it: the CronJob's process has ended when Prometheus comes.
    assertTrue(wanted.remove("kube_cronjob_status_last_successful_time"));
    TlsIdentity identity = TlsIdentity.create(folder, "splunk");
    HecReceiver.Settings secured =
        HecReceiver.Settings.of(Surroundings.TOKEN)
            .withTls(new HecReceiver.Tls(identity.trusting(identity), true));
    try (Surroundings around = new Surroundings(secured);
        GuardDutyServer guardDuty = GuardDutyServer.start();
        StsServer sts = StsServer.start()) {
      Map<String, Object> settings = new HashMap<>();
      settings.put("sightline.hec.certificate-authority", file("ca.pem", identity.pem()));
      settings.put("sightline.hec.client-certificate", file("client.pem", identity.pem()));
      settings.put("sightline.hec.client-key", file("client-key.pem", key(identity)));
      settings.put("sightline.splunk.url", "https://127.0.0.1:1");
      settings.put("sightline.splunk.token", token(1_893_456_000));
      settings.put("aws.endpoint-url-guardduty", guardDuty.endpoint().toString());
      settings.put("aws.endpoint-url-sts", sts.endpoint().toString());
      settings.put("sightline.guardduty.regions", "eu-west-1");
      settings.put("sightline.guardduty.coverage", "true");
      settings.put("sightline.completeness.prefix", "s3://" + Surroundings.BUCKET + "/none");
      settings.put("sightline.inventory.writer", "events");
      settings.put(
          "sightline.inventory.overrides",
          file("accounts.csv", "account_id,name,state\n111122223333,one,ACTIVE\n"));
      try (Service service = around.start(settings)) {
        around.putAndAnnounce("log.json.gz", Logs.gzip(Logs.records("log", 3)));
        around.awaitEmptyQueue();
        // No emulator tells a retention; a real queue always does.
        wanted.remove("sightline_queue_retention_seconds");
        Set<String> lacking = new TreeSet<>(wanted);
        try {
          Surroundings.await(
              "every metric of the rules is exposed",
              () -> {
                lacking.removeAll(scrape(service).keySet());
                return lacking.isEmpty();
              });
        } catch (AssertionError e) {
          throw new AssertionError(e.getMessage() + ", but " + lacking, e);
        }
        // exporter/grafana/check.py lets a Prometheus read it.
        Files.writeString(Path.of("target/prometheus.txt"), get(service, "/prometheus").body());
        Map<String, Double> metrics = scrape(service);
        double end =
            ((X509Certificate) identity.certificate()).getNotAfter().toInstant().getEpochSecond();
        assertEquals(end, metrics.get("sightline_hec_certificate_expiry_seconds"));
        assertEquals(end, metrics.get("sightline_hec_client_certificate_expiry_seconds"));
        assertEquals(1_893_456_000, metrics.get("sightline_splunk_token_expiry_seconds"));
        assertEquals(1, metrics.get("sightline_guardduty_unwatched"));
        // Three records, and the event about GuardDuty.
        assertEquals(4, metrics.get("sightline_records_delivered_total"));
        assertEquals(0, metrics.get("sightline_queue_under_way"));
      }
    }
  }

  @Test
  void it_lives_and_is_not_ready_while_splunk_is_down_and_the_queue_ages() throws Exception {
    JsonNode container = yaml(DEPLOYMENT).at("/spec/template/spec/containers/0");
    String liveness = container.at("/livenessProbe/httpGet/path").asText();
    String readiness = container.at("/readinessProbe/httpGet/path").asText();
    assertEquals(liveness, container.at("/startupProbe/httpGet/path").asText());
    try (Surroundings around = new Surroundings();
        FaultProxy splunk = FaultProxy.start(around.hec.endpoint());
        Service service = around.start(Map.of("sightline.hec.url", splunk.endpoint().toString()))) {
      Surroundings.await("it is ready", () -> get(service, readiness).statusCode() == 200);
      splunk.set(new NetworkFault.Refuse());
      around.putAndAnnounce("log.json.gz", Logs.gzip(Logs.records("log", 1)));
      Surroundings.await("it is not ready", () -> get(service, readiness).statusCode() == 503);
      assertEquals(200, get(service, liveness).statusCode());
      assertEquals(0.0, metric(service, "sightline_hec_usable"));
      Surroundings.await(
          "the queue's age grows", () -> metric(service, "sightline_queue_age_seconds") >= 1);
      splunk.heal();
      Surroundings.await("it is ready again", () -> get(service, readiness).statusCode() == 200);
      around.awaitEmptyQueue();
      Surroundings.await(
          "the queue is young again", () -> metric(service, "sightline_queue_age_seconds") == 0);
    }
  }

  @Test
  void a_refused_token_is_told_as_a_setting() throws Exception {
    try (Surroundings around = new Surroundings();
        Service service =
            around.start(
                Map.of("sightline.hec.token", "another", "sightline.http.details", "true"))) {
      Surroundings.await("it is told", () -> metric(service, "sightline_hec_misconfigured") == 1);
      assertFalse(get(service, "/health").body().contains("another"));
    }
  }

  @Test
  void it_tells_splunk_how_it_stands() throws Exception {
    try (Surroundings around = new Surroundings();
        Service _ = around.start(Map.of("sightline.status.every", "1s"))) {
      around.putAndAnnounce("log.json.gz", Logs.gzip(Logs.records("log", 7)));
      Surroundings.await("a status says that they are delivered", () -> delivered(around) == 7);
      JsonNode last = statuses(around).getLast();
      assertEquals("indexed", last.get("guarantee").asText());
      assertEquals(1, last.get("messages_received").asLong());
      assertEquals(7, last.get("records_read").asLong());
      assertEquals(1, last.get("endpoints_usable").asLong());
      assertTrue(
          last.get("message").asText().matches("\\d records delivered in 1 s, [01] messages.*"),
          last.toString());
    }
  }

  private static long delivered(Surroundings around) {
    List<JsonNode> all = statuses(around);
    return all.isEmpty() ? -1 : all.getLast().get("records_delivered").asLong();
  }

  private static List<JsonNode> statuses(Surroundings around) {
    return around.hec.events().stream()
        .filter(event -> "sightline:exporter".equals(event.sourcetype()))
        .map(event -> json(event.event()))
        .filter(event -> "status".equals(event.path("event").asText()))
        .toList();
  }

  private static JsonNode json(String text) {
    try {
      return JSON.readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }

  private String file(String name, String content) throws IOException {
    return Files.writeString(folder.resolve(name), content).toString();
  }

  private static String key(TlsIdentity identity) throws Exception {
    KeyStore store =
        KeyStore.getInstance(identity.keyStore().toFile(), identity.password().toCharArray());
    byte[] der = store.getKey("splunk", identity.password().toCharArray()).getEncoded();
    return "-----BEGIN PRIVATE KEY-----\n"
        + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static String token(long expiry) {
    String claims = "{\"exp\":" + expiry + "}";
    Base64.Encoder encoder = Base64.getUrlEncoder().withoutPadding();
    return "e30." + encoder.encodeToString(claims.getBytes(StandardCharsets.UTF_8)) + ".s";
  }
}
