package dev.sightline.demo;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The forms in which AWS announces new objects to a queue. */
enum NotificationForm {
  /** S3 tells SQS. */
  S3("S3 event notification", 2) {
    @Override
    String body(List<StoredObject> objects, Randomness randomness) {
      return s3(objects).toString();
    }
  },
  /** S3 tells SNS, which tells SQS. */
  SNS("S3 event notification inside SNS", 1) {
    @Override
    String body(List<StoredObject> objects, Randomness randomness) {
      return Json.object(
              "Type",
              "Notification",
              "MessageId",
              randomness.uuid(),
              "TopicArn",
              "arn:aws:sns:eu-central-1:444455556666:trail",
              "Subject",
              "Amazon S3 Notification",
              "Message",
              s3(objects).toString(),
              "Timestamp",
              TIME,
              "SignatureVersion",
              "1")
          .toString();
    }
  },
  /** S3 tells EventBridge, one of whose rules tells SQS. */
  EVENT_BRIDGE("EventBridge event", 1) {
    @Override
    String body(List<StoredObject> objects, Randomness randomness) {
      StoredObject object = objects.getFirst();
      return Json.object(
              "version",
              "0",
              "id",
              randomness.uuid(),
              "detail-type",
              "Object Created",
              "source",
              "aws.s3",
              "account",
              Account.LOG_ARCHIVE.id(),
              "time",
              TIME,
              "region",
              Region.FRANKFURT.id(),
              "resources",
              Json.array("arn:aws:s3:::" + object.bucket()),
              "detail",
              Json.object(
                  "version",
                  "0",
                  "bucket",
                  Json.object("name", object.bucket()),
                  "object",
                  Json.object("key", object.key(), "size", object.size(), "etag", object.eTag()),
                  "reason",
                  "PutObject"))
          .toString();
    }
  },
  /** CloudTrail tells SNS, which tells SQS with raw delivery. */
  CLOUD_TRAIL("CloudTrail's own notification", 3) {
    @Override
    String body(List<StoredObject> objects, Randomness randomness) {
      ArrayNode keys = Json.array();
      objects.forEach(object -> keys.add(object.key()));
      return Json.object("s3Bucket", objects.getFirst().bucket(), "s3ObjectKey", keys).toString();
    }
  };

  private static final String TIME = "2026-03-10T00:00:00.000Z";

  private final String title;
  private final int most;

  NotificationForm(String title, int most) {
    this.title = title;
    this.most = most;
  }

  /** What people call it. */
  String title() {
    return title;
  }

  /** How many objects the demo announces in one message of this form, at most. */
  int most() {
    return most;
  }

  /** The message that announces these objects of one bucket. */
  abstract String body(List<StoredObject> objects, Randomness randomness);

  private static ObjectNode s3(List<StoredObject> objects) {
    ArrayNode records = Json.array();
    for (StoredObject object : objects) {
      String key = URLEncoder.encode(object.key(), StandardCharsets.UTF_8).replace("%2F", "/");
      records.add(
          Json.object(
              "eventVersion",
              "2.1",
              "eventSource",
              "aws:s3",
              "awsRegion",
              Region.FRANKFURT.id(),
              "eventTime",
              TIME,
              "eventName",
              "ObjectCreated:Put",
              "s3",
              Json.object(
                  "s3SchemaVersion",
                  "1.0",
                  "bucket",
                  Json.object("name", object.bucket(), "arn", "arn:aws:s3:::" + object.bucket()),
                  "object",
                  Json.object("key", key, "size", object.size(), "eTag", object.eTag()))));
    }
    return Json.object("Records", records);
  }
}
