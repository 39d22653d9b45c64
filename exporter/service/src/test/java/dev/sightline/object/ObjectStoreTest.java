package dev.sightline.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import dev.sightline.object.ObjectException.Reason;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

/** Against a server that gives the answers which a well-behaved one gives seldom. */
class ObjectStoreTest {
  private static final byte[] TEXT = "{\"Records\":[]}".getBytes(UTF_8);

  private final AtomicReference<HttpHandler> answer = new AtomicReference<>();
  private final AtomicReference<String> asked = new AtomicReference<>("");
  private final AtomicLong sent = new AtomicLong();
  private HttpServer server;
  private S3Client s3;

  @BeforeEach
  void start() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.set(exchange.getRequestURI().toString());
          answer.get().handle(exchange);
        });
    server.start();
    s3 = client(server.getAddress().getPort());
  }

  private static S3Client client(int port) {
    return S3Client.builder()
        .endpointOverride(URI.create("http://127.0.0.1:" + port))
        .region(Region.EU_CENTRAL_1)
        .credentialsProvider(AnonymousCredentialsProvider.create())
        .forcePathStyle(true)
        .overrideConfiguration(c -> c.retryStrategy(r -> r.maxAttempts(1)))
        .build();
  }

  @AfterEach
  void stop() {
    s3.close();
    server.stop(0);
  }

  private ObjectStore store() {
    return new ObjectStore(s3, new Limits(10 << 20, 1 << 20));
  }

  private static ObjectRef object(@Nullable String version, @Nullable String eTag) {
    return new ObjectRef("logs", "a b/%2B/../ü+.json.gz", version, eTag, null, -1);
  }

  private void answers(byte[] body, String... headers) {
    answer.set(exchange -> {
      for (int i = 0; i < headers.length; i += 2) {
        exchange.getResponseHeaders().set(headers[i], headers[i + 1]);
      }
      send(exchange, 200, body);
    });
  }

  private static void send(HttpExchange exchange, int status, byte[] body) throws IOException {
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private Reason refused(ObjectRef object) {
    ObjectException e =
        assertThrows(
            ObjectException.class,
            () -> {
              try (OpenObject open = store().open(object)) {
                open.stream().readAllBytes();
              }
            });
    assertTrue(e.getMessage().contains("s3://logs/"), e.getMessage());
    assertEquals(e.reason() == Reason.UNAVAILABLE, e.retryable());
    return e.reason();
  }

  @Test
  void an_object_is_read_under_its_very_key() throws IOException {
    answers(Gzips.gzip(TEXT), "ETag", "\"abc\"");
    try (OpenObject open = store().open(object(null, "abc"))) {
      assertArrayEquals(TEXT, open.stream().readAllBytes());
      assertEquals("abc", open.versionOrETag());
    }
    assertEquals("/logs/a%20b/%252B/../%C3%BC%2B.json.gz", asked.get());
  }

  @Test
  void a_content_encoding_header_changes_nothing() throws IOException {
    answers(Gzips.gzip(TEXT), "ETag", "\"abc\"", "Content-Encoding", "gzip");
    try (OpenObject open = store().open(object(null, null))) {
      assertArrayEquals(TEXT, open.stream().readAllBytes());
      assertEquals(Gzips.gzip(TEXT).length, open.compressedBytes());
    }
  }

  @Test
  void a_version_is_asked_for_and_tells_the_content_apart() throws IOException {
    answers(TEXT, "ETag", "\"abc\"", "x-amz-version-id", "v1");
    try (OpenObject open = store().open(object("v1", "another"))) {
      assertEquals("v1", open.versionOrETag());
    }
    assertTrue(asked.get().endsWith("?versionId=v1"), asked.get());
    try (OpenObject open = store().open(object(null, "abc"))) {
      assertEquals("v1", open.versionOrETag(), "the same content, whatever the notification said");
    }
    answers(TEXT, "ETag", "\"abc\"", "x-amz-version-id", "null");
    try (OpenObject open = store().open(object(null, null))) {
      assertEquals("abc", open.versionOrETag());
    }
  }

  @Test
  void an_object_that_was_overwritten_is_told_as_such() throws IOException {
    answers(TEXT, "ETag", "\"new\"");
    assertEquals(Reason.CHANGED, refused(object(null, "old")));
    try (OpenObject open = store().open(object(null, "old").withoutETag())) {
      assertEquals("new", open.versionOrETag());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "404, NoSuchKey, MISSING",
    "404, NoSuchBucket, MISSING",
    "404, NoSuchVersion, MISSING",
    "405, MethodNotAllowed, MISSING",
    "403, AccessDenied, DENIED",
    "403, AllAccessDisabled, DENIED",
    "400, KMS.DisabledException, DENIED",
    "400, KMS.NotFoundException, DENIED",
    "403, InvalidObjectState, ARCHIVED",
    "400, ExpiredToken, UNAVAILABLE",
    "403, InvalidAccessKeyId, UNAVAILABLE",
    "403, SignatureDoesNotMatch, UNAVAILABLE",
    "403, RequestTimeTooSkewed, UNAVAILABLE",
    "400, AuthorizationHeaderMalformed, UNAVAILABLE",
    "400, SomethingNew, UNAVAILABLE",
    "409, OperationAborted, UNAVAILABLE",
    "500, InternalError, UNAVAILABLE",
    "503, SlowDown, UNAVAILABLE",
    "400, KMS.ThrottlingException, UNAVAILABLE",
  })
  void every_refusal_has_its_reason(int status, String code, Reason reason) {
    String body = "<Error><Code>" + code + "</Code><Message>said so</Message></Error>";
    answer.set(exchange -> send(exchange, status, body.getBytes(UTF_8)));
    assertEquals(reason, refused(object(null, null)));
  }

  @ParameterizedTest
  @CsvSource({"403, DENIED", "404, MISSING", "502, UNAVAILABLE", "301, UNAVAILABLE"})
  void an_answer_without_a_code_is_judged_by_its_status(int status, Reason reason) {
    answer.set(exchange -> send(exchange, status, "<html>proxy</html>".getBytes(UTF_8)));
    assertEquals(reason, refused(object(null, null)));
    answer.set(exchange -> send(exchange, status, new byte[0]));
    assertEquals(reason, refused(object(null, null)));
  }

  @Test
  void a_body_that_the_network_cuts_is_read_again_later() {
    byte[] stored = Gzips.gzip(TEXT);
    answer.set(exchange -> {
      exchange.sendResponseHeaders(200, stored.length);
      exchange.getResponseBody().write(stored, 0, stored.length - 5);
      exchange.getResponseBody().flush();
      // Closing it now would complain about the missing bytes; the connection is cut instead.
      throw new IOException("cut");
    });
    assertEquals(Reason.UNAVAILABLE, refused(object(null, null)));
  }

  @Test
  void a_gzip_that_was_stored_cut_is_truncated() {
    byte[] stored = Gzips.gzip(TEXT);
    answers(Arrays.copyOf(stored, stored.length - 5));
    assertEquals(Reason.TRUNCATED, refused(object(null, null)));
  }

  @Test
  void an_empty_object_is_told_as_such() {
    answer.set(exchange -> {
      exchange.getResponseHeaders().set("Content-Length", "0");
      exchange.sendResponseHeaders(200, -1);
      exchange.close();
    });
    assertEquals(Reason.EMPTY, refused(object(null, null)));
  }

  @Test
  void an_object_over_the_limit_is_not_fetched() {
    answers(new byte[2 << 20]);
    assertEquals(Reason.TOO_LARGE, refused(object(null, null)));
  }

  @Test
  void a_server_that_is_not_there_is_unavailable() {
    int port = server.getAddress().getPort();
    server.stop(0);
    try (S3Client gone = client(port)) {
      ObjectStore store = new ObjectStore(gone, Limits.STANDARD);
      ObjectException e = assertThrows(ObjectException.class, () -> store.open(object(null, null)));
      assertEquals(Reason.UNAVAILABLE, e.reason());
    }
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:s3:eu-central-1:111122223333:accesspoint/x",
    "a/b",
    "'a b'",
    "..",
    "-x",
    "a"
  })
  void a_name_that_no_bucket_can_have_is_not_asked_for(String bucket) {
    ObjectRef object = new ObjectRef(bucket, "k", null, null, null, -1);
    ObjectException e = assertThrows(ObjectException.class, () -> store().open(object));
    assertEquals(Reason.MISSING, e.reason());
    assertEquals("", asked.get());
  }

  @Test
  void closing_early_does_not_fetch_the_rest() throws IOException {
    byte[] noise = new byte[64 << 10];
    new Random(1).nextBytes(noise);
    Arrays.fill(noise, 0, 8, (byte) '{');
    long length = 900L << 20;
    answer.set(exchange -> {
      exchange.sendResponseHeaders(200, length);
      while (sent.get() < length) {
        exchange.getResponseBody().write(noise);
        sent.addAndGet(noise.length);
      }
    });
    ObjectStore store = new ObjectStore(s3, Limits.STANDARD);
    try (OpenObject open = store.open(object(null, null))) {
      assertEquals(1_000, open.stream().readNBytes(1_000).length);
    }
    assertTrue(sent.get() < 100 << 20, sent + " bytes were sent");
  }

  @Test
  void a_file_is_opened_like_an_object_and_known_by_its_hash(@TempDir Path folder)
      throws Exception {
    Path file = folder.resolve("log.json.gz");
    byte[] stored = Gzips.gzip(TEXT);
    Files.write(file, stored);
    byte[] digest = MessageDigest.getInstance("SHA-256").digest(stored);
    try (OpenObject open = ObjectStore.openFile(file, Limits.STANDARD)) {
      assertArrayEquals(TEXT, open.stream().readAllBytes());
      assertEquals(HexFormat.of().formatHex(digest), open.versionOrETag());
      assertEquals(stored.length, open.compressedBytes());
    }
  }

  @Test
  void a_file_that_cannot_be_read_is_refused_with_its_reason(@TempDir Path folder)
      throws IOException {
    Path empty = Files.createFile(folder.resolve("empty"));
    assertEquals(Reason.MISSING, refusedFile(folder.resolve("none")));
    assertEquals(Reason.MISSING, refusedFile(folder));
    assertEquals(Reason.EMPTY, refusedFile(empty));
    Path large = Files.write(folder.resolve("large"), new byte[2_000]);
    ObjectException e =
        assertThrows(
            ObjectException.class, () -> ObjectStore.openFile(large, new Limits(1_000, 1_000)));
    assertEquals(Reason.TOO_LARGE, e.reason());
  }

  private static Reason refusedFile(Path file) {
    return assertThrows(ObjectException.class, () -> ObjectStore.openFile(file, Limits.STANDARD))
        .reason();
  }
}
