package dev.sightline.object;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.sightline.object.ObjectException.Reason;
import dev.sightline.stand.S3Server;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;

/** Against an S3 server that we did not write. */
class ObjectStoreServerTest {
  private static final byte[] STORED = Gzips.gzip("{\"Records\":[]}".getBytes(UTF_8));

  private static S3Server server;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    server = S3Server.start();
    s3 =
        S3Client.builder()
            .endpointOverride(server.endpoint())
            .region(Region.US_EAST_1)
            .credentialsProvider(
                StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
            .forcePathStyle(true)
            .build();
    s3.createBucket(b -> b.bucket("logs"));
  }

  @AfterAll
  static void stop() {
    s3.close();
    server.close();
  }

  private static String put(String key, byte[] content) {
    PutObjectResponse response =
        s3.putObject(
            b -> b.bucket("logs").key(key).contentEncoding("gzip"), RequestBody.fromBytes(content));
    return response.eTag();
  }

  private static ObjectRef object(String bucket, String key, @Nullable String eTag) {
    return new ObjectRef(bucket, key, null, eTag, null, -1);
  }

  private static Reason refused(ObjectRef object) {
    ObjectStore store = new ObjectStore(s3, Limits.STANDARD);
    return assertThrows(ObjectException.class, () -> store.open(object)).reason();
  }

  @ParameterizedTest
  @ValueSource(strings = {"AWSLogs/1/x.json.gz", "a b/ü+%2B&=?#.gz", "日本/😀"})
  void what_was_put_is_opened(String key) throws IOException {
    String eTag = put(key, STORED);
    try (OpenObject open = new ObjectStore(s3, Limits.STANDARD).open(object("logs", key, eTag))) {
      assertEquals("{\"Records\":[]}", new String(open.stream().readAllBytes(), UTF_8));
      assertEquals(STORED.length, open.compressedBytes());
      assertEquals(ObjectRef.unquoted(eTag), open.versionOrETag());
    }
  }

  @Test
  void what_is_not_there_is_missing() {
    assertEquals(Reason.MISSING, refused(object("logs", "none", null)));
    assertEquals(Reason.MISSING, refused(object("no-such-bucket", "none", null)));
  }

  @Test
  void what_was_put_again_has_changed() throws IOException {
    String first = put("twice", STORED);
    put("twice", "[]".getBytes(UTF_8));
    assertEquals(Reason.CHANGED, refused(object("logs", "twice", first)));
    ObjectRef latest = object("logs", "twice", first).withoutETag();
    try (OpenObject open = new ObjectStore(s3, Limits.STANDARD).open(latest)) {
      assertArrayEquals("[]".getBytes(UTF_8), open.stream().readAllBytes());
    }
  }

  @Test
  void what_is_empty_is_told_as_such() {
    put("empty", new byte[0]);
    assertEquals(Reason.EMPTY, refused(object("logs", "empty", null)));
  }
}
