package dev.sightline.endtoend;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.sightline.command.Service;
import dev.sightline.endtoend.HttpFront.Fate;
import dev.sightline.stand.StsServer;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

/** A role for a queue's account and another for a bucket; STS is a server of the stand. */
class RolesTest {
  private static final String QUEUE_ROLE = "arn:aws:iam::444455556666:role/queue-reader";
  private static final String BUCKET_ROLE = "arn:aws:iam::777788889999:role/path/bucket-reader";

  private final Set<String> sqsKeys = ConcurrentHashMap.newKeySet();
  private final Set<String> s3Keys = ConcurrentHashMap.newKeySet();

  @Test
  void each_is_assumed_under_the_sessions_name_and_with_its_external_id() throws Exception {
    try (Surroundings around = new Surroundings();
        StsServer sts = StsServer.start();
        HttpFront sqs = HttpFront.start(around.sqsServer.endpoint(), one -> seen(sqsKeys, one));
        HttpFront s3 = HttpFront.start(around.s3Server.endpoint(), one -> seen(s3Keys, one))) {
      String account = URI.create(around.queueUrl).getPath().split("/", -1)[1];
      Map<String, Object> properties = new HashMap<>();
      properties.put("aws.endpoint-url-sqs", sqs.endpoint().toString());
      properties.put("aws.endpoint-url-s3", s3.endpoint().toString());
      properties.put("aws.endpoint-url-sts", sts.endpoint().toString());
      properties.put("sightline.role-session-name", "sightline-test");
      properties.put(
          "sightline.roles",
          account
              + "="
              + QUEUE_ROLE
              + ", "
              + Surroundings.BUCKET
              + "="
              + BUCKET_ROLE
              + ";external-id=secret-handshake");
      List<String> records = Logs.records("log", 3);
      try (Service service = around.start(properties)) {
        around.putAndAnnounce("log.json", Logs.plain(records));
        around.awaitEmptyQueue();
        Surroundings.assertConserved(service.exporter().measures());
      }
      assertEquals(records, around.receivedTexts());
      assertEquals(Set.of(StsServer.accessKey(QUEUE_ROLE)), sqsKeys);
      assertEquals(Set.of(StsServer.accessKey(BUCKET_ROLE)), s3Keys);
      Map<String, String> forBucket =
          sts.requests().stream()
              .filter(request -> BUCKET_ROLE.equals(request.get("RoleArn")))
              .findFirst()
              .orElseThrow();
      assertEquals("secret-handshake", forBucket.get("ExternalId"));
      assertEquals("sightline-test", forBucket.get("RoleSessionName"));
    }
  }

  private static Fate seen(Set<String> keys, HttpFront.Request request) {
    String header = request.authorization();
    int from = header.indexOf("Credential=") + "Credential=".length();
    keys.add(header.substring(from, header.indexOf('/', from)));
    return new Fate.Passes();
  }
}
