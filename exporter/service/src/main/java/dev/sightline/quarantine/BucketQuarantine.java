package dev.sightline.quarantine;

import dev.sightline.permission.MissingPermission;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.S3Object;

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
      throw new QuarantineException(
          "S3 does not keep it in "
              + place()
              + ": "
              + MissingPermission.said(e, "s3:PutObject", place()),
          e);
    }
  }

  @Override
  public List<Kept> list(int most) throws QuarantineException {
    List<Kept> found = new ArrayList<>();
    try {
      for (S3Object object :
          s3.listObjectsV2Paginator(request -> request.bucket(bucket).prefix(prefix)).contents()) {
        if (found.size() == most) {
          break;
        }
        String key = object.key();
        if (key.endsWith(".json")) {
          String text =
              s3.getObjectAsBytes(request -> request.bucket(bucket).key(key)).asUtf8String();
          String id = key.substring(key.lastIndexOf('/') + 1, key.length() - ".json".length());
          found.add(new Kept(id, Entry.parse(text, bucket), key));
        }
      }
      return found;
    } catch (SdkException e) {
      throw new QuarantineException(
          "S3 does not hand out "
              + place()
              + ": "
              + MissingPermission.said(e, "s3:ListBucket", place()),
          e);
    }
  }

  @Override
  public void putBack(List<Kept> entries) {}

  @Override
  public void remove(Kept entry) throws QuarantineException {
    try {
      s3.deleteObject(request -> request.bucket(bucket).key(entry.handle()));
    } catch (SdkException e) {
      throw new QuarantineException(
          "S3 still keeps "
              + entry.id()
              + ": "
              + MissingPermission.said(e, "s3:DeleteObject", place()),
          e);
    }
  }

  @Override
  public String place() {
    return "s3://" + bucket + "/" + prefix;
  }
}
