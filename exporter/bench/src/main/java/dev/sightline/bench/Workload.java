package dev.sightline.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * Objects to carry. A few contents are stored under many keys: what an exporter does with an object
 * does not hang on whether it saw such bytes before.
 *
 * @param contents each with its records
 */
record Workload(String name, int objects, List<Content> contents) {
  private static final List<String> SERVICES = List.of("s3", "ec2", "iam", "sts", "kms", "lambda");
  private static final List<String> NAMES =
      List.of(
          "GetObject",
          "DescribeInstances",
          "AssumeRole",
          "Decrypt",
          "ListBuckets",
          "Invoke20150331");

  /** One object's bytes as stored, and its records as they must arrive. */
  record Content(byte[] stored, List<byte[]> records) {}

  Workload {
    contents = List.copyOf(contents);
  }

  /** Objects of so many records of about 1.6 KB. */
  static Workload of(String name, int objects, int records, int contents) {
    Random random = new Random(objects * 31L + records);
    List<Content> made = new ArrayList<>();
    for (int i = 0; i < Math.min(objects, contents); i++) {
      made.add(content(random, records));
    }
    return new Workload(name, objects, made);
  }

  Content content(int object) {
    return contents.get(object % contents.size());
  }

  long events() {
    long events = 0;
    for (int object = 0; object < objects; object++) {
      events += content(object).records().size();
    }
    return events;
  }

  String key(int object) {
    return "AWSLogs/111122223333/CloudTrail/eu-central-1/2026/03/10/" + object + ".json.gz";
  }

  /** Writes each content to a file and names a file for every object. */
  List<String> files(Path folder) throws IOException {
    List<String> files = new ArrayList<>();
    for (int i = 0; i < contents.size(); i++) {
      Path file = folder.resolve(name + "-" + i + ".gz");
      Files.write(file, contents.get(i).stored());
      files.add(file.toString());
    }
    List<String> all = new ArrayList<>();
    for (int object = 0; object < objects; object++) {
      all.add(files.get(object % files.size()));
    }
    return all;
  }

  private static Content content(Random random, int count) {
    List<byte[]> records = new ArrayList<>();
    ByteArrayOutputStream log = new ByteArrayOutputStream();
    log.writeBytes("{\"Records\":[".getBytes(StandardCharsets.US_ASCII));
    for (int i = 0; i < count; i++) {
      byte[] record = record(random).getBytes(StandardCharsets.US_ASCII);
      records.add(record);
      if (i > 0) {
        log.write(',');
      }
      log.writeBytes(record);
    }
    log.writeBytes("]}".getBytes(StandardCharsets.US_ASCII));
    ByteArrayOutputStream stored = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(stored)) {
      gzip.write(log.toByteArray());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Content(stored.toByteArray(), records);
  }

  private static String record(Random random) {
    int person = random.nextInt(40);
    int kind = random.nextInt(NAMES.size());
    String bucket = "data-lake-" + random.nextInt(12);
    String session = "ASIA" + hex(random, 8).toUpperCase(Locale.ROOT);
    return "{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":\"AROA"
               + "EXAMPLE"
        + person
        + ":worker-"
        + person
        + "\",\"arn\":\"arn:aws:sts::111122223333:assumed-role/"
        + "pipeline-"
        + person
        + "/worker-"
        + person
        + "\",\"accountId\":\"111122223333\",\"accessKeyId\":\""
        + session
        + "\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\",\"principalId\":\"AROAEXAMPLE"
        + person
        + "\",\"arn\":\"arn:aws:iam::111122223333:role/pipeline-"
        + person
        + "\",\"accountId\":\"111122223333\",\"userName\":\"pipeline-"
        + person
        + "\"},\"attributes\":{\"creationDate\":\"2026-03-10T0"
        + random.nextInt(10)
        + ":00:00Z\",\"mfaAuthenticated\":\"false\"}}},\"eventTime\":\"2026-03-10T"
        + two(random.nextInt(24))
        + ":"
        + two(random.nextInt(60))
        + ":"
        + two(random.nextInt(60))
        + "Z\",\"eventSource\":\""
        + SERVICES.get(kind)
        + ".amazonaws.com\",\"eventName\":\""
        + NAMES.get(kind)
        + "\",\"awsRegion\":\"eu-central-1\",\"sourceIPAddress\":\"10."
        + random.nextInt(4)
        + "."
        + random.nextInt(256)
        + "."
        + random.nextInt(256)
        + "\",\"userAgent\":\"[aws-sdk-java/2.40.2 md/io#sync md/http#Apache ua/2.1 os/Linux"
        + " lang/java#25]\",\"requestParameters\":{\"bucketName\":\""
        + bucket
        + "\",\"Host\":\""
        + bucket
        + ".s3.eu-central-1.amazonaws.com\",\"key\":\"raw/2026/03/10/part-"
        + hex(random, 12)
        + ".parquet\"},\"responseElements\":null,\"additionalEventData\":{\"SignatureVersion\":\"SigV4\","
        + "\"CipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"bytesTransferredIn\":0,\"AuthenticationMethod\":"
        + "\"AuthHeader\",\"x-amz-id-2\":\""
        + hex(random, 28)
        + "\",\"bytesTransferredOut\":"
        + random.nextInt(100_000)
        + "},\"requestID\":\""
        + hex(random, 8)
        + "\",\"eventID\":\""
        + hex(random, 4)
        + "-"
        + hex(random, 2)
        + "-"
        + hex(random, 2)
        + "-"
        + hex(random, 2)
        + "-"
        + hex(random, 6)
        + "\",\"readOnly\":true,\"resources\":[{\"type\":\"AWS::S3::Object\",\"ARN\":\"arn:aws:s3:::"
        + bucket
        + "/raw/2026/03/10/\"},{\"accountId\":\"111122223333\",\"type\":\"AWS::S3::Bucket\",\"ARN\":"
        + "\"arn:aws:s3:::"
        + bucket
        + "\"}],\"eventType\":\"AwsApiCall\",\"managementEvent\":false,"
        + "\"recipientAccountId\":\"111122223333\",\"vpcEndpointId\":\"vpce-0a1b2c3d4e5f6\","
        + "\"vpcEndpointAccountId\":\"111122223333\",\"eventCategory\":\"Data\",\"tlsDetails\":{\"tlsVersion\":"
        + "\"TLSv1.3\",\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":\""
        + bucket
        + ".s3.eu-central-1.amazonaws.com\"}}";
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }

  private static String hex(Random random, int bytes) {
    byte[] some = new byte[bytes];
    random.nextBytes(some);
    return HexFormat.of().formatHex(some);
  }

  /** Uncompressed bytes of an event, on average. */
  double eventBytes() {
    return contents.stream()
        .flatMap(content -> content.records().stream())
        .mapToInt(record -> record.length)
        .average()
        .orElse(0);
  }
}
