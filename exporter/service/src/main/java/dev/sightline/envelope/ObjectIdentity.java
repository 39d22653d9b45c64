package dev.sightline.envelope;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * What every event of one object has in its {@code sightline_id}: the first 16 hexadecimal digits
 * of a SHA-256, the same whenever and by whomever the same object is carried.
 *
 * @param text 16 hexadecimal digits
 */
public record ObjectIdentity(String text) {

  /** The identity of an object in S3: bucket, key, and version or ETag, each followed by a NUL. */
  public static ObjectIdentity of(String bucket, String key, String versionOrETag) {
    MessageDigest digest = sha256();
    for (String part : new String[] {bucket, key, versionOrETag}) {
      digest.update(part.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
    }
    return new ObjectIdentity(HexFormat.of().formatHex(digest.digest()).substring(0, 16));
  }

  /**
   * The identity of a local file: by its content, wherever it lies.
   *
   * @param sha256 the content's SHA-256 in hexadecimal
   */
  public static ObjectIdentity ofContent(String sha256) {
    return new ObjectIdentity(sha256.substring(0, 16));
  }

  /** The identity of a message that has none of its own: by its text. */
  public static ObjectIdentity ofText(byte[] text) {
    return ofContent(HexFormat.of().formatHex(sha256().digest(text)));
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }
}
