package dev.sightline.endtoend;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Messages as AWS writes them, cut down to what they must have. */
final class Notifications {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Notifications() {}

  /** S3's event notification of one new object. */
  static String s3(String bucket, String key) {
    return s3(bucket, List.of(key));
  }

  /** S3's event notification of several new objects. */
  static String s3(String bucket, List<String> keys) {
    ObjectNode body = JSON.createObjectNode();
    for (String key : keys) {
      body.withArray("Records").add(s3Record("ObjectCreated:Put", bucket, key));
    }
    return body.toString();
  }

  /** S3's event notification of one new object whose entity tag is told. */
  static String s3(String bucket, String key, String eTag) {
    ObjectNode body = JSON.createObjectNode();
    ObjectNode entry = s3Record("ObjectCreated:Put", bucket, key);
    entry.withObject("/s3/object").put("eTag", eTag);
    body.withArray("Records").add(entry);
    return body.toString();
  }

  /** S3's event notification of everything that these announce. */
  static String together(List<String> s3Notifications) {
    ObjectNode body = JSON.createObjectNode();
    for (String notification : s3Notifications) {
      try {
        JSON.readTree(notification).get("Records").forEach(body.withArray("Records")::add);
      } catch (JsonProcessingException e) {
        throw new IllegalArgumentException(notification, e);
      }
    }
    return body.toString();
  }

  /** S3's event notification of something else. */
  static String s3Event(String event, String bucket, String key) {
    ObjectNode body = JSON.createObjectNode();
    body.withArray("Records").add(s3Record(event, bucket, key));
    return body.toString();
  }

  private static ObjectNode s3Record(String event, String bucket, String key) {
    ObjectNode entry = JSON.createObjectNode();
    entry.put("eventVersion", "2.1").put("eventSource", "aws:s3").put("eventName", event);
    ObjectNode s3 = entry.putObject("s3");
    s3.putObject("bucket").put("name", bucket);
    s3.putObject("object")
        .put("key", URLEncoder.encode(key, StandardCharsets.UTF_8).replace("%2F", "/"))
        .put("sequencer", "0055AED6DCD90281E5");
    return entry;
  }

  /** Any message inside SNS's envelope. */
  static String sns(String message) {
    return JSON.createObjectNode()
        .put("Type", "Notification")
        .put("MessageId", "22b80b92-fdea-4c2c-8f9d-bdfb0c7bf324")
        .put("TopicArn", "arn:aws:sns:us-east-1:111122223333:trail")
        .put("Message", message)
        .put("Timestamp", "2026-01-01T00:00:00.000Z")
        .toString();
  }

  /** EventBridge's event of a new object; its key is not encoded. */
  static String eventBridge(String bucket, String key) {
    ObjectNode body = JSON.createObjectNode();
    body.put("version", "0").put("detail-type", "Object Created").put("source", "aws.s3");
    ObjectNode detail = body.putObject("detail");
    detail.putObject("bucket").put("name", bucket);
    detail.putObject("object").put("key", key).put("size", 1234);
    return body.toString();
  }

  /** CloudTrail's own notification. */
  static String cloudTrail(String bucket, List<String> keys) {
    ObjectNode body = JSON.createObjectNode().put("s3Bucket", bucket);
    keys.forEach(key -> body.withArray("s3ObjectKey").add(key));
    return body.toString();
  }

  /** What S3 sends when notifications are switched on. */
  static String test(String bucket) {
    return JSON.createObjectNode()
        .put("Service", "Amazon S3")
        .put("Event", "s3:TestEvent")
        .put("Bucket", bucket)
        .toString();
  }
}
