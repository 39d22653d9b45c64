package dev.sightline.bench;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A queue with a notification of S3 for each object, in SQS's JSON protocol. */
final class BenchQueue {
  private static final Pattern MOST = Pattern.compile("\"MaxNumberOfMessages\":([0-9]+)");
  private static final Pattern ENTRY = Pattern.compile("\\{[^{}]*\"Id\"[^{}]*}");
  private static final Pattern ID = Pattern.compile("\"Id\":\"([^\"]*)\"");
  private static final Pattern RECEIPT = Pattern.compile("\"ReceiptHandle\":\"r([0-9]+)\"");

  private final Workload workload;
  private final String bucket;
  private final long sent = System.currentTimeMillis();
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicIntegerArray deletes;
  private final AtomicInteger deleted = new AtomicInteger();

  BenchQueue(Workload workload, String bucket) {
    this.workload = workload;
    this.bucket = bucket;
    this.deletes = new AtomicIntegerArray(workload.objects());
  }

  int deleted() {
    return deleted.get();
  }

  boolean isEmpty() {
    return deleted() == workload.objects();
  }

  String answer(String action, String body) throws InterruptedException {
    return switch (action) {
      case "ReceiveMessage" -> receive(body);
      case "DeleteMessage" -> {
        delete(body);
        yield "{}";
      }
      case "DeleteMessageBatch" -> batch(body, true);
      case "ChangeMessageVisibilityBatch" -> batch(body, false);
      case "GetQueueAttributes" ->
          "{\"Attributes\":{\"MessageRetentionPeriod\":\"1209600\",\"VisibilityTimeout\":\"30\"}}";
      case "GetQueueUrl" -> "{\"QueueUrl\":\"http://127.0.0.1/111122223333/trail\"}";
      default -> "{}";
    };
  }

  private String receive(String body) throws InterruptedException {
    Matcher wanted = MOST.matcher(body);
    int most = wanted.find() ? Integer.parseInt(wanted.group(1)) : 1;
    StringBuilder answer = new StringBuilder("{\"Messages\":[");
    int given = 0;
    while (given < most) {
      int object = next.getAndIncrement();
      if (object >= workload.objects()) {
        break;
      }
      answer.append(given++ == 0 ? "" : ",");
      message(answer, object);
    }
    if (given == 0) {
      Thread.sleep(500);
      return "{}";
    }
    return answer.append("]}").toString();
  }

  private void message(StringBuilder answer, int object) {
    String text =
        "{\"Records\":[{\"eventVersion\":\"2.1\",\"eventSource\":\"aws:s3\",\"awsRegion\":\"eu-central-1\","
            + "\"eventTime\":\"2026-03-10T09:00:00.000Z\",\"eventName\":\"ObjectCreated:Put\",\"s3\":{\"s3SchemaVersion\":"
            + "\"1.0\",\"bucket\":{\"name\":\""
            + bucket
            + "\"},\"object\":{\"key\":\""
            + workload.key(object)
            + "\",\"size\":"
            + workload.content(object).stored().length
            + ",\"eTag\":\""
            + Arrivals.eTag(object)
            + "\",\"sequencer\":\"0A\"}}}]}";
    answer
        .append("{\"MessageId\":\"m")
        .append(object)
        .append("\",\"ReceiptHandle\":\"r")
        .append(object)
        .append("\",\"MD5OfBody\":\"")
        .append(md5(text))
        .append("\",\"Attributes\":{\"ApproximateReceiveCount\":\"1\",\"SentTimestamp\":\"")
        .append(sent)
        .append("\"},\"Body\":\"")
        .append(text.replace("\"", "\\\""))
        .append("\"}");
  }

  private String batch(String body, boolean delete) {
    StringBuilder answer = new StringBuilder("{\"Successful\":[");
    Matcher entries = ENTRY.matcher(body);
    String separator = "";
    while (entries.find()) {
      if (delete) {
        delete(entries.group());
      }
      Matcher id = ID.matcher(entries.group());
      if (id.find()) {
        answer.append(separator).append("{\"Id\":\"").append(id.group(1)).append("\"}");
        separator = ",";
      }
    }
    return answer.append("],\"Failed\":[]}").toString();
  }

  private void delete(String text) {
    Matcher receipt = RECEIPT.matcher(text);
    if (receipt.find() && deletes.getAndIncrement(Integer.parseInt(receipt.group(1))) == 0) {
      deleted.incrementAndGet();
    }
  }

  private static String md5(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("MD5").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has MD5", e);
    }
  }
}
