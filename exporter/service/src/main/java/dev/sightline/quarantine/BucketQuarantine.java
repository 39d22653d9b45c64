package dev.sightline.quarantine;

import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

/** Entries as objects of a bucket, one each, below {@code prefix/year/month/day/}. */
public final class BucketQuarantine implements Quarantine {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("yyyy/MM/dd").withZone(ZoneOffset.UTC);

  private final S3Client s3;
  private final String bucket;
  private final String prefix;

  /**
   * @param prefix empty, or ending with a slash
   */
  public BucketQuarantine(S3Client s3, String bucket, String prefix) {
    this.s3 = s3;
    this.bucket = bucket;
    this.prefix = prefix;
  }

  @Override
  public void store(Entry entry) throws QuarantineException {
    String key = prefix + DAY.format(entry.at()) + "/" + UUID.randomUUID() + ".json";
    byte[] body = entry.json(Integer.MAX_VALUE).getBytes(StandardCharsets.UTF_8);
    try {
      s3.putObject(
          request -> request.bucket(bucket).key(key).contentType("application/json"),
          RequestBody.fromBytes(body));
    } catch (SdkException e) {
      throw new QuarantineException("S3 does not keep it in " + place() + ": " + e.getMessage(), e);
    }
  }

  @Override
  public String place() {
    return "s3://" + bucket + "/" + prefix;
  }
}
