package dev.sightline.hunt;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/**
 * CloudTrail files of an organization's ordinary days, as many as one likes: 1.6 KB a record, the
 * mix of calls of a busy account, one call in fifty refused. The same seed, the same bytes.
 */
final class OrganizationLogs {
  private static final int RECORDS_PER_FILE = 1_000;
  private static final Instant BEGIN = Instant.parse("2026-03-01T00:00:00Z");

  /** Calls by their share of a hundred. */
  private static final String[][] CALLS = {
    {"22", "s3.amazonaws.com", "GetObject"},
    {"10", "s3.amazonaws.com", "PutObject"},
    {"14", "sts.amazonaws.com", "AssumeRole"},
    {"10", "kms.amazonaws.com", "Decrypt"},
    {"9", "ec2.amazonaws.com", "DescribeInstances"},
    {"5", "ec2.amazonaws.com", "DescribeVolumes"},
    {"6", "logs.amazonaws.com", "CreateLogStream"},
    {"5", "dynamodb.amazonaws.com", "DescribeTable"},
    {"4", "ssm.amazonaws.com", "UpdateInstanceInformation"},
    {"3", "secretsmanager.amazonaws.com", "GetSecretValue"},
    {"3", "cloudtrail.amazonaws.com", "LookupEvents"},
    {"2", "iam.amazonaws.com", "ListRoles"},
    {"2", "sts.amazonaws.com", "GetCallerIdentity"},
    {"1", "ec2.amazonaws.com", "RunInstances"},
    {"1", "ecr.amazonaws.com", "GetAuthorizationToken"},
    {"1", "iam.amazonaws.com", "AttachRolePolicy"},
    {"1", "lambda.amazonaws.com", "UpdateFunctionConfiguration20150331v2"},
    {"1", "s3.amazonaws.com", "ListBuckets"}
  };

  private final Random random;
  private long number;

  private OrganizationLogs(long seed) {
    random = new Random(seed);
  }

  /** Writes at least so many records into files of gzip; the bytes before compression. */
  static long write(Path folder, long records, long seed) throws IOException {
    OrganizationLogs logs = new OrganizationLogs(seed);
    long bytes = 0;
    while (logs.number < records) {
      Path file = folder.resolve("log-%06d.json.gz".formatted(logs.number / RECORDS_PER_FILE));
      StringBuilder text = new StringBuilder("{\"Records\":[");
      for (int i = 0; i < RECORDS_PER_FILE; i++) {
        text.append(i == 0 ? "" : ",").append(logs.record());
      }
      text.append("]}");
      bytes += text.length();
      try (Writer out =
          new BufferedWriter(
              new OutputStreamWriter(
                  new GZIPOutputStream(Files.newOutputStream(file)), StandardCharsets.UTF_8))) {
        out.append(text);
      }
    }
    return bytes;
  }

  private String hex(int digits) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < digits; i++) {
      out.append(Character.forDigit(random.nextInt(16), 16));
    }
    return out.toString();
  }

  private String[] call() {
    int share = random.nextInt(100);
    for (String[] call : CALLS) {
      share -= Integer.parseInt(call[0]);
      if (share < 0) {
        return call;
      }
    }
    return CALLS[0];
  }

  private String record() {
    long n = number++;
    String[] call = call();
    String account = "%012d".formatted(100_000_000_000L + random.nextInt(40));
    String role = "service-" + random.nextInt(300);
    String region = random.nextInt(3) == 0 ? "us-east-1" : "eu-central-1";
    String bucket = "app-" + random.nextInt(500) + "-data";
    String arn = "arn:aws:sts::" + account + ":assumed-role/" + role + "/i-0" + hex(8);
    boolean refused = random.nextInt(50) == 0;
    return """
    {"eventVersion":"1.10","userIdentity":{"type":"AssumedRole","principalId":"AROA%s:i-0","arn":"%s","accountId":"%s","accessKeyId":"ASIA%s","sessionContext":{"sessionIssuer":{"type":"Role","principalId":"AROA%s","arn":"arn:aws:iam::%s:role/%s","accountId":"%s","userName":"%s"},"attributes":{"creationDate":"2026-03-01T00:00:00Z","mfaAuthenticated":"false"},"ec2RoleDelivery":"2.0"}},"eventTime":"%s","eventSource":"%s","eventName":"%s","awsRegion":"%s","sourceIPAddress":"10.%d.%d.%d","userAgent":"[aws-sdk-java/2.25.16 Linux/6.1.79-99.164.amzn2023.x86_64 OpenJDK_64-Bit_Server_VM/17.0.10+7-LTS Java/17.0.10 vendor/Amazon.com_Inc. io/sync http/Apache cfg/retry-mode/legacy]"%s,"requestParameters":{"bucketName":"%s","Host":"%s.s3.eu-central-1.amazonaws.com","key":"incoming/2026/03/01/part-%s.parquet","roleArn":"arn:aws:iam::%s:role/%s","durationSeconds":3600},"responseElements":null,"additionalEventData":{"SignatureVersion":"SigV4","CipherSuite":"TLS_AES_128_GCM_SHA256","bytesTransferredIn":0,"AuthenticationMethod":"AuthHeader","x-amz-id-2":"%s","bytesTransferredOut":%d},"requestID":"%s","eventID":"%s-0000-4000-8000-%012d","readOnly":%b,"resources":[{"type":"AWS::S3::Object","ARN":"arn:aws:s3:::%s/incoming/2026/03/01/part-%s.parquet"},{"accountId":"%s","type":"AWS::S3::Bucket","ARN":"arn:aws:s3:::%s"}],"eventType":"AwsApiCall","managementEvent":%b,"recipientAccountId":"%s","eventCategory":"Management","tlsDetails":{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"%s.s3.eu-central-1.amazonaws.com"}}\
    """
        .formatted(
            hex(16),
            arn,
            account,
            hex(16),
            hex(16),
            account,
            role,
            account,
            role,
            BEGIN.plusMillis(n * 700),
            call[1],
            call[2],
            region,
            random.nextInt(20),
            random.nextInt(250),
            random.nextInt(250),
            refused
                ? ",\"errorCode\":\"AccessDenied\",\"errorMessage\":\"User is not authorized\""
                : "",
            bucket,
            bucket,
            hex(12),
            account,
            role,
            hex(40),
            random.nextInt(1_000_000),
            hex(16),
            hex(8),
            n,
            call[2].startsWith("Get") || call[2].startsWith("Describe"),
            bucket,
            hex(12),
            account,
            bucket,
            !call[1].startsWith("s3"),
            account,
            bucket);
  }
}
