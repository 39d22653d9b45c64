package dev.sightline.stand;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.ConnectException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.NoSuchBucketException;
import software.amazon.awssdk.services.s3.model.NoSuchKeyException;
import software.amazon.awssdk.services.s3.model.S3Object;

class S3ServerTest {
  private static final byte[] BODY = "{\"Records\":[]}".getBytes(StandardCharsets.UTF_8);

  private static S3Server server;
  private static S3Client s3;

  @BeforeAll
  static void start() {
    server = S3Server.start();
    s3 = client(AnonymousCredentialsProvider.create());
    s3.createBucket(r -> r.bucket("trail"));
  }

  @AfterAll
  static void stop() {
    s3.close();
    server.close();
  }

  private static S3Client client(AwsCredentialsProvider credentials) {
    return S3Client.builder()
        .endpointOverride(server.endpoint())
        .region(Region.US_EAST_1)
        .forcePathStyle(true)
        .credentialsProvider(credentials)
        .build();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/01/02/a_Xyz.json.gz",
        "with space/plus+and%2B/ü.json",
        "a=b&c=d/e;f.json"
      })
  void an_object_comes_back_as_it_was_put(String key) {
    s3.putObject(
        r -> r.bucket("trail").key(key).contentEncoding("gzip").contentType("application/json"),
        RequestBody.fromBytes(BODY));

    ResponseBytes<GetObjectResponse> object = s3.getObjectAsBytes(r -> r.bucket("trail").key(key));
    assertArrayEquals(BODY, object.asByteArray());
    assertEquals("gzip", object.response().contentEncoding());
    assertEquals("application/json", object.response().contentType());
  }

  @Test
  void signed_requests_are_accepted_too() {
    try (S3Client signed =
        client(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "thing")))) {
      signed.putObject(r -> r.bucket("trail").key("signed"), RequestBody.fromBytes(BODY));
      assertArrayEquals(
          BODY, signed.getObjectAsBytes(r -> r.bucket("trail").key("signed")).asByteArray());
    }
  }

  @Test
  void a_prefix_is_listed() {
    s3.putObject(r -> r.bucket("trail").key("list/1"), RequestBody.fromBytes(BODY));
    s3.putObject(r -> r.bucket("trail").key("list/2"), RequestBody.fromBytes(BODY));
    assertEquals(
        "[list/1, list/2]",
        s3.listObjectsV2(r -> r.bucket("trail").prefix("list/")).contents().stream()
            .map(S3Object::key)
            .toList()
            .toString());
  }

  @Test
  void what_is_missing_is_named_as_s3_names_it() {
    assertThrows(
        NoSuchKeyException.class, () -> s3.getObjectAsBytes(r -> r.bucket("trail").key("none")));
    assertThrows(
        NoSuchBucketException.class, () -> s3.getObjectAsBytes(r -> r.bucket("none").key("none")));
  }

  @Test
  void a_closed_server_listens_no_more() {
    S3Server other = S3Server.start();
    other.close();
    assertThrows(
        ConnectException.class,
        () -> new Socket(InetAddress.getLoopbackAddress(), other.endpoint().getPort()).close());
  }
}
