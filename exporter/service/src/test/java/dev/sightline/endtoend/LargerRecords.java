package dev.sightline.endtoend;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.UUID;

/**
 * Records of the size and compressibility that CloudTrail's have in the mean: about 1.6 KB, 1:7.
 */
final class LargerRecords {
  private static final String[] CALLS = {
    "DescribeInstances",
    "AssumeRole",
    "GetObject",
    "Decrypt",
    "ListBuckets",
    "PutMetricData",
    "DescribeVolumes",
    "GetCallerIdentity",
    "CreateLogStream",
    "GenerateDataKey"
  };

  private LargerRecords() {}

  static List<String> of(Random random, int count) {
    List<String> records = new ArrayList<>();
    String account = "1111" + (22_223_300 + random.nextInt(40));
    for (int i = 0; i < count; i++) {
      String call = CALLS[random.nextInt(CALLS.length)];
      String role = "service-role-" + random.nextInt(30);
      String session = "i-" + Long.toHexString(random.nextLong() | Long.MIN_VALUE);
      String arn = "arn:aws:sts::" + account + ":assumed-role/" + role + "/" + session;
      records.add(
          ("{\"eventVersion\":\"1.11\",\"userIdentity\":{\"type\":\"AssumedRole\",\"principalId\":"
                  + "\"AROAEXAMPLEEXAMPLE"
                  + role
                  + ":"
                  + session
                  + "\",\"arn\":\""
                  + arn
                  + "\",\"accountId\":\""
                  + account
                  + "\",\"accessKeyId\":\"ASIA"
                  + Integer.toHexString(random.nextInt()).toUpperCase(Locale.ROOT)
                  + "EXAMPLE\",\"sessionContext\":{\"sessionIssuer\":{\"type\":\"Role\","
                  + "\"principalId\":\"AROAEXAMPLEEXAMPLE\",\"arn\":\"arn:aws:iam::"
                  + account
                  + ":role/"
                  + role
                  + "\",\"accountId\":\""
                  + account
                  + "\",\"userName\":\""
                  + role
                  + "\"},\"attributes\":{\"creationDate\":\"2026-01-02T03:00:00Z\","
                  + "\"mfaAuthenticated\":\"false\"}}},\"eventTime\":\"2026-01-02T03:04:")
              + String.format("%02d", i % 60)
              + "Z\",\"eventSource\":\"ec2.amazonaws.com\",\"eventName\":\""
              + call
              + "\",\"awsRegion\":\"eu-central-1\",\"sourceIPAddress\":\"198.51.100."
              + random.nextInt(256)
              + "\",\"userAgent\":\"aws-sdk-java/2.30.11 ua/2.1 os/Linux#6.1.112 lang/java#21.0.5"
              + " md/OpenJDK_64-Bit_Server_VM md/vendor#Amazon.com_Inc. md/en_US"
              + " cfg/auth-source#imds"
              + " cfg/retry-mode#standard\",\"requestParameters\":{\"instancesSet\":{\"items\":["
              + "{\"instanceId\":\"i-"
              + Long.toHexString(random.nextLong())
              + "\"}]},\"filterSet\":{\"items\":[{\"name\":\"tag:aws:autoscaling:groupName\","
              + "\"valueSet\":{\"items\":[{\"value\":\"workers-"
              + random.nextInt(500)
              + "\"}]}},{\"name\":\"instance-state-name\",\"valueSet\":{\"items\":[{\"value\":"
              + "\"running\"},{\"value\":\"pending\"}]}}]}},\"responseElements\":null,\"additionalEventData\":{"
              + "\"x-amz-id-2\":\""
              + random(random, 84)
              + "\"},\"requestID\":\""
              + new UUID(random.nextLong(), random.nextLong())
              + "\",\"eventID\":\""
              + new UUID(random.nextLong(), random.nextLong())
              + "\",\"readOnly\":true,\"eventType\":\"AwsApiCall\",\"managementEvent\":true,"
              + "\"recipientAccountId\":\""
              + account
              + "\",\"eventCategory\":\"Management\",\"tlsDetails\":{\"tlsVersion\":\"TLSv1.3\","
              + "\"cipherSuite\":\"TLS_AES_128_GCM_SHA256\",\"clientProvidedHostHeader\":"
              + "\"ec2.eu-central-1.amazonaws.com\"}}");
    }
    return records;
  }

  /** So many random bytes as text: what makes real records compress no better. */
  private static String random(Random random, int bytes) {
    byte[] noise = new byte[bytes];
    random.nextBytes(noise);
    return Base64.getEncoder().encodeToString(noise);
  }
}
