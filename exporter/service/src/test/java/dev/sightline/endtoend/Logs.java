package dev.sightline.endtoend;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;

/** CloudTrail logs of our own making. */
final class Logs {
  private Logs() {}

  /** So many records, told apart by the name of their log. */
  static List<String> records(String name, int count) {
    List<String> records = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      records.add(
          "{\"eventVersion\":\"1.09\",\"userIdentity\":{\"type\":\"IAMUser\",\"userName\":\"ana\"},"
              + "\"eventTime\":\"2026-01-02T03:04:"
              + String.format("%02d", i % 60)
              + "Z\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\"DescribeInstances\","
              + "\"awsRegion\":\"eu-central-1\",\"requestParameters\":{\"maxResults\":"
              + i
              + "},\"eventID\":\""
              + name
              + "-"
              + i
              + "\",\"recipientAccountId\":\"111122223333\"}");
    }
    return records;
  }

  /** A log with these records, as CloudTrail stores it. */
  static byte[] gzip(List<String> records) {
    return gzip(plain(records));
  }

  static byte[] plain(List<String> records) {
    return ("{\"Records\":[" + String.join(",", records) + "]}").getBytes(StandardCharsets.UTF_8);
  }

  static byte[] gzip(byte[] content) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    return bytes.toByteArray();
  }
}
