package dev.sightline.notification;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.sightline.object.ObjectRef;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NotificationDecoderTest {
  private final NotificationDecoder decoder = new NotificationDecoder();

  @Test
  void s3s_notification_names_version_etag_and_sequencer_and_its_key_is_decoded_once() {
    ObjectRef object =
        created(
            """
            {"Records":[{"eventSource":"aws:s3","eventName":"ObjectCreated:CompleteMultipartUpload",
            "s3":{"bucket":{"name":"logs"},"object":{"key":"a+b%2Bc%252B/%C3%BC.json.gz","size":5,
            "eTag":"e1","versionId":"v1","sequencer":"s1"}}}]}\
            """);
    assertEquals("a b+c%2B/ü.json.gz", object.key());
    assertEquals("v1", object.version());
    assertEquals("e1", object.eTag());
    assertEquals("s1", object.sequencer());
    assertEquals(5, object.size());
  }

  @Test
  void a_key_of_eventbridge_is_not_decoded() {
    ObjectRef object =
        created(
            """
            {"source":"aws.s3","detail-type":"Object Created","detail":{"bucket":{"name":"logs"},
            "object":{"key":"a+b%2B","etag":"e","version-id":"v","sequencer":"s","size":1}}}\
            """);
    assertEquals("a+b%2B", object.key());
    assertEquals("v", object.version());
  }

  @Test
  void a_key_of_cloudtrails_own_notification_is_not_decoded_and_there_may_be_several() {
    List<Announcement> found =
        decoder.decode("{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"a+b\",\"c%2B\"]}");
    assertEquals("a+b", ((Announcement.Created) found.get(0)).object().key());
    assertEquals("c%2B", ((Announcement.Created) found.get(1)).object().key());
    assertNull(((Announcement.Created) found.get(0)).object().eTag());
  }

  @Test
  void sns_is_unwrapped_also_twice_but_not_for_ever() {
    String body = "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[\"k\"]}";
    for (int i = 0; i < 2; i++) {
      body = "{\"Type\":\"Notification\",\"Message\":" + new TextNode(body) + "}";
      assertInstanceOf(Announcement.Created.class, decoder.decode(body).getFirst());
    }
    for (int i = 0; i < 3; i++) {
      body = "{\"Type\":\"Notification\",\"Message\":" + new TextNode(body) + "}";
    }
    assertInstanceOf(Announcement.Unknown.class, decoder.decode(body).getFirst());
  }

  @Test
  void the_text_with_which_cloudtrail_tries_a_topic_is_known() {
    assertEquals(
        List.of(new Announcement.Nothing("test-event")),
        decoder.decode(
            "{\"Type\":\"Notification\",\"Message\":\"CloudTrail validation message.\"}"));
  }

  @Test
  void one_message_may_bring_objects_removals_and_what_nobody_knows() {
    List<Announcement> found =
        decoder.decode(
            """
            {"Records":[
            {"eventName":"ObjectCreated:Put","s3":{"bucket":{"name":"logs"},"object":{"key":"k"}}},
            {"eventName":"ObjectRemoved:Delete","s3":{"bucket":{"name":"logs"}}},
            {"eventName":"Something:New"}]}\
            """);
    assertInstanceOf(Announcement.Created.class, found.get(0));
    assertEquals(new Announcement.Nothing("removed"), found.get(1));
    assertInstanceOf(Announcement.Unknown.class, found.get(2));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "hello",
        "[]",
        "null",
        "{}",
        "{\"Type\":\"SubscriptionConfirmation\",\"Message\":\"You have chosen to subscribe\"}",
        "{\"source\":\"aws.ec2\",\"detail-type\":\"EC2 Instance State-change Notification\"}",
        "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":7}",
        "{\"s3Bucket\":\"arn:aws:s3:eu-central-1:1:accesspoint/x\",\"s3ObjectKey\":[\"k\"]}",
        "{\"s3Bucket\":\"a/../b\",\"s3ObjectKey\":[\"k\"]}",
        "{\"s3Bucket\":\"logs\",\"s3ObjectKey\":[null]}",
        "{\"Records\":[{\"eventName\":\"ObjectCreated:Put\"}]}",
        "{\"Records\":[1,null,\"x\"]}",
      })
  void what_is_not_understood_is_unknown_and_never_skipped(String body) {
    assertInstanceOf(Announcement.Unknown.class, decoder.decode(body).getFirst());
  }

  @Test
  void what_a_message_carries_itself_is_an_event_without_snss_envelope() {
    String event =
        """
        {"id":"e","source":"aws.health","detail-type":"AWS Health Event","detail":{}}\
        """;
    assertEquals(List.of(new Announcement.Event(event)), decoder.decode(event));
    String sns = "{\"Type\":\"Notification\",\"Message\":" + new TextNode(event) + "}";
    assertEquals(List.of(new Announcement.Event(event)), decoder.decode(sns));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"arn\":\"arn:aws:guardduty:x:1:detector/d/finding/f\",\"id\":\"f\",\"type\":\"T\"}",
        "{\"Arn\":\"arn:aws-cn:guardduty:x:1:detector/d\",\"Id\":\"f\",\"Type\":\"T\"}",
        "{\"source\":\"aws.s3\",\"detail-type\":\"AWS API Call via CloudTrail\",\"detail\":{}}",
      })
  void a_bare_finding_and_a_call_of_s3_are_events(String body) {
    assertEquals(List.of(new Announcement.Event(body)), decoder.decode(body));
  }

  private ObjectRef created(String body) {
    List<Announcement> found = decoder.decode(body);
    assertEquals(1, found.size());
    return assertInstanceOf(Announcement.Created.class, found.getFirst()).object();
  }
}
