package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.quarantine.Entry;
import dev.sightline.stand.HecReceiver;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every server repeats every secret in every answer; none of it is to be found anywhere. */
class SecretsTest {
  private static final String SPLUNK_TOKEN = "eyJhbGciOi.5plunkManagement.T0kenSignature";
  private static final String STEAMPIPE_PASSWORD = "5teamp1pe+Pass/word=x";
  private static final String SECRET_KEY = "sEcR3tKeyOfTheRole/abcdefghijklmnop+wxyz";
  private static final String SESSION_TOKEN = "IQoJb3JpZ2luX2VjEXAMPLE5essionT0ken//////////wEa";
  private static final List<String> SECRETS =
      List.of(Surroundings.TOKEN, SPLUNK_TOKEN, STEAMPIPE_PASSWORD, SECRET_KEY, SESSION_TOKEN);

  /** So much of a secret that an answer had cut would still help whoever reads it. */
  private static final int PART = 10;

  private static final Pattern ADDRESS = Pattern.compile("are at http:\\\\/\\\\/([0-9a-zA-Z.:]+)");

  @TempDir Path folder;

  private final Surroundings at = new Surroundings(HecReceiver.Settings.of(Surroundings.TOKEN));
  private final AtomicInteger answers = new AtomicInteger();
  private final HttpFront hec = HttpFront.start(at.hec.endpoint(), _ -> new Fate.Passes());
  private final HttpFront sqs = HttpFront.start(at.sqsServer.endpoint(), _ -> new Fate.Passes());
  private final HttpFront s3 = HttpFront.start(at.s3Server.endpoint(), this::denied);
  private final HttpFront guardDuty = HttpFront.start(at.s3Server.endpoint(), this::awsError);
  private final HttpFront splunk = HttpFront.start(at.s3Server.endpoint(), this::splunkError);
  private final RefusingPostgres postgres = new RefusingPostgres(said(0));

  @AfterEach
  void close() throws IOException {
    hec.close();
    sqs.close();
    s3.close();
    guardDuty.close();
    splunk.close();
    postgres.close();
    at.close();
  }

  @Test
  void a_token_that_the_ack_endpoint_repeats_is_not_in_log_health_metrics_and_status()
      throws Exception {
    hec.judge(request ->
        request.path().endsWith("/ack") ? splunkJson(403, "code\":4,\"x") : new Fate.Passes());
    runs("acks cannot be read", Map.of("sightline.hec.ack-deadline", "2s"));
  }

  @Test
  void a_token_that_the_event_endpoint_or_the_health_repeats_is_nowhere() throws Exception {
    for (int status : new int[] {400, 403, 429, 503}) {
      hec.judge(request ->
          request.path().endsWith("/health")
              ? new Fate.Passes()
              : splunkJson(status, "code\":7,\""));
      runs("is not used until a probe succeeds", Map.of());
    }
    hec.judge(_ -> splunkJson(503, "code\":18,\""));
    runs("HEC's health", Map.of());
  }

  @Test
  void what_sqs_s3_and_guardduty_repeat_is_nowhere_and_in_no_entry_of_the_quarantine()
      throws Exception {
    at.putAndAnnounce("a.json.gz", Logs.gzip(Logs.records("a", 2)));
    AtomicInteger receives = new AtomicInteger();
    sqs.judge(request ->
        request.asksSqsTo("ReceiveMessage") && receives.incrementAndGet() % 2 == 1
            ? awsError(request)
            : new Fate.Passes());
    String log = runs("denied", Map.of("sightline.guardduty.poll", "1s"));
    assertTrue(log.contains("***"), log);
    List<Entry> entries = at.quarantineEntries();
    assertFalse(entries.isEmpty());
    entries.forEach(entry -> clean("an entry of the quarantine", entry.toString()));
  }

  @Test
  void a_refusal_for_an_event_that_repeats_the_token_is_masked_in_its_entry() throws Exception {
    at.putAndAnnounce("a.json.gz", Logs.gzip(Logs.records("a", 1)));
    s3.passEverything();
    hec.judge(request ->
        new String(request.body(), StandardCharsets.UTF_8).contains("DescribeInstances")
            ? splunkJson(400, "code\":6,\"")
            : new Fate.Passes());
    runs("quarantine", Map.of());
    List<Entry> entries = at.quarantineEntries();
    assertFalse(entries.isEmpty());
    entries.forEach(entry -> clean("an entry of the quarantine", entry.toString()));
  }

  @Test
  void check_inventory_and_backfill_repeat_nothing() throws Exception {
    hec.judge(_ -> splunkJson(403, "code\":4,\""));
    sqs.judge(this::awsError);
    Map<String, Object> inventory =
        Map.of(
            "sightline.steampipe.url",
            "postgresql://steampipe@127.0.0.1:" + postgres.port() + "/steampipe");
    clean("check", ended(Map.of(), "check", "--send", "--json"));
    clean("inventory", ended(inventory, "inventory", "refresh"));
    clean("inventory", ended(inventory, "inventory", "refresh", "--to", folder.toString()));
    clean("backfill", ended(Map.of(), "backfill", "s3://" + Surroundings.BUCKET + "/AWSLogs/"));
    clean("quarantine", ended(Map.of(), "quarantine", "list"));
  }

  private Map<String, Object> properties(Map<String, Object> changes) {
    Map<String, Object> properties = new HashMap<>(at.properties());
    properties.put("sightline.hec.url", hec.endpoint().toString());
    properties.put(
        "sightline.queue-url",
        at.queueUrl.replace(at.sqsServer.endpoint().toString(), sqs.endpoint().toString()));
    properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
    properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
    properties.put("aws.endpoint-url-guardduty", guardDuty.endpoint().toString());
    properties.put("sightline.guardduty.regions", "eu-west-1");
    properties.put("sightline.splunk.url", splunk.endpoint().toString());
    properties.put("sightline.splunk.token", SPLUNK_TOKEN);
    properties.put("sightline.steampipe.password", STEAMPIPE_PASSWORD);
    properties.put("sightline.hec.index", "main");
    properties.put("sightline.status.every", "1s");
    properties.put("AWS_ACCESS_KEY_ID", "AKIAEXAMPLEEXAMPLE00");
    properties.put("AWS_SECRET_ACCESS_KEY", SECRET_KEY);
    properties.put("AWS_SESSION_TOKEN", SESSION_TOKEN);
    properties.put("sightline.http.details", "true");
    properties.putAll(changes);
    return properties;
  }

  /** Runs until its log says so; then looks everywhere. */
  private String runs(String until, Map<String, Object> changes) throws Exception {
    try (ExporterProcess exporter = ExporterProcess.start(properties(changes))) {
      exporter.await("its log says '" + until + "'", () -> exporter.log().contains(until));
      Matcher address = ADDRESS.matcher(exporter.log());
      assertTrue(address.find(), exporter.log());
      for (String page : List.of("/health", "/health/readiness", "/prometheus")) {
        clean(page, fetched(URI.create("http://" + address.group(1) + page)));
      }
      exporter.await("nothing is left to do", this::isSettled);
      exporter.terminate();
      clean("the log", exporter.log());
      at.hec.events().forEach(event -> clean("an event", event.event()));
      return exporter.log();
    }
  }

  /** Whether the object, where one was announced, has been delivered or put aside. */
  private boolean isSettled() {
    return at.messages(at.queueUrl) == 0;
  }

  private String ended(Map<String, Object> changes, String... command) throws Exception {
    try (ExporterProcess exporter =
        ExporterProcess.start(properties(changes), "-Xmx256m", List.of(command))) {
      exporter.ended();
      assertTrue(exporter.log().contains("***"), exporter.log());
      return exporter.log();
    }
  }

  private static String fetched(URI page) throws IOException, InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client
          .send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }

  private static void clean(String where, String text) {
    for (String secret : SECRETS) {
      for (int from = 0; from + PART <= secret.length(); from++) {
        String part = secret.substring(from, from + PART);
        assertFalse(text.contains(part), where + " shows '" + part + "':\n" + text);
      }
      String basic = Base64.getEncoder().encodeToString(bytes("splunk:" + secret));
      assertFalse(text.contains(basic.substring(12, 32)), where + " shows base64:\n" + text);
    }
  }

  /** All secrets in several spellings, ever further back, so that every cut meets one somewhere. */
  private String said(int shift) {
    StringBuilder said = new StringBuilder("-".repeat(shift % 37)).append(" no: ");
    for (String secret : SECRETS) {
      said.append(secret)
          .append(" ; ")
          .append(Base64.getEncoder().encodeToString(bytes("splunk:" + secret)))
          .append(" ; ")
          .append(URLEncoder.encode(secret, StandardCharsets.UTF_8))
          .append(" ; ");
    }
    return said.toString();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private Fate splunkJson(int status, String code) {
    return new Fate.Answers(
        status, "{\"text\":\"" + said(answers.incrementAndGet()) + "\",\"" + code + "y\":\"\"}");
  }

  Fate denied(HttpFront.Request request) {
    return new Fate.Answers(
        403,
        "<Error><Code>AccessDenied</Code><Message>denied "
            + said(answers.incrementAndGet())
            + "</Message></Error>");
  }

  Fate awsError(HttpFront.Request request) {
    return new Fate.Answers(
        400,
        "{\"__type\":\"InvalidInputException\",\"message\":\"denied "
            + said(answers.incrementAndGet())
            + "\"}");
  }

  Fate splunkError(HttpFront.Request request) {
    return new Fate.Answers(
        400,
        "{\"messages\":[{\"type\":\"ERROR\",\"text\":\""
            + said(answers.incrementAndGet())
            + "\"}]}");
  }

  /** Speaks PostgreSQL as far as to refuse whoever connects, in words of its own. */
  private static final class RefusingPostgres implements AutoCloseable {
    private static final int SSL_REQUEST = 80_877_103;

    private final ServerSocket server;
    private final String words;

    RefusingPostgres(String words) {
      this.words = words;
      try {
        server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
      Thread.ofVirtual().start(this::serve);
    }

    int port() {
      return server.getLocalPort();
    }

    private void serve() {
      while (!server.isClosed()) {
        try (Socket socket = server.accept()) {
          refuse(socket);
        } catch (IOException e) {
          // Whoever connected went away; the next one may stay.
        }
      }
    }

    private void refuse(Socket socket) throws IOException {
      DataInputStream in = new DataInputStream(socket.getInputStream());
      DataOutputStream out = new DataOutputStream(socket.getOutputStream());
      int length = in.readInt();
      if (in.readInt() == SSL_REQUEST) {
        out.writeByte('N');
        length = in.readInt();
        in.readInt();
      }
      in.skipNBytes(length - 8L);
      byte[] fields = bytes("SFATAL\0C53300\0M" + words + "\0\0");
      out.writeByte('E');
      out.writeInt(fields.length + 4);
      out.write(fields);
      out.flush();
      in.read();
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }
}
