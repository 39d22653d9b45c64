package dev.sightline.stand;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;

/**
 * Digests as CloudTrail writes them for one trail in one region, each naming the one before it, and
 * signed with a key of the stand's own.
 */
public final class TrailDigests {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KeyPair KEYS = keys();
  private static final DateTimeFormatter FILE =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT).withZone(ZoneOffset.UTC);
  private static final DateTimeFormatter FOLDER =
      DateTimeFormatter.ofPattern("uuuu/MM/dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final String bucket;
  private final String root;
  private final String account;
  private final String region;
  private final String trail;
  private final List<Log> logs = new ArrayList<>();
  private @Nullable Digest previous;

  /** A log file that the next digest names. */
  private record Log(String bucket, String key, String sha256) {}

  /**
   * A digest to put into S3.
   *
   * @param metadata of the object, without {@code x-amz-meta-}
   */
  public record Digest(
      String bucket, String key, byte[] stored, Map<String, String> metadata, String signature) {}

  /**
   * A chain that has not begun.
   *
   * @param root the prefix before {@code AWSLogs/}, and the organization behind it where the trail
   *     is one's: {@code AWSLogs/} or {@code AWSLogs/o-0123456789/}
   * @param trail the trail's name; its home is us-east-1
   */
  public TrailDigests(String bucket, String root, String account, String region, String trail) {
    this.bucket = bucket;
    this.root = root;
    this.account = account;
    this.region = region;
    this.trail = trail;
  }

  /** A log file was delivered: the next digest names it. */
  public void delivered(String key, byte[] stored) {
    logs.add(new Log(bucket, key, HexFormat.of().formatHex(sha256(inflated(stored)))));
  }

  /** The digest of a time. */
  public Digest next(Instant start, Instant end) {
    Digest digest = digest(start, end, key(end, ""), previous, Map.of());
    previous = digest;
    return digest;
  }

  /** A digest outside of the chain, made later. */
  public Digest backfill(Instant start, Instant end, Instant generated) {
    return digest(
        start,
        end,
        key(end, "_backfill"),
        null,
        Map.of("backfill-generation-timestamp", generated.toString()));
  }

  /** The trail was stopped: the next digest begins a chain. */
  public void stop() {
    previous = null;
  }

  /** What CloudTrail calls the key. */
  public static String fingerprint() {
    return HexFormat.of().formatHex(sha256(publicKey())).substring(0, 32);
  }

  /** The public key as CloudTrail hands it out: PKCS #1 in DER. */
  public static byte[] publicKey() {
    // X.509 puts 24 bytes before it for a key of 2,048 bits.
    byte[] x509 = KEYS.getPublic().getEncoded();
    return Arrays.copyOfRange(x509, 24, x509.length);
  }

  /** What {@code aws cloudtrail list-public-keys} prints. */
  public static String keyFile() {
    return "{\"PublicKeyList\":[{\"Value\":\""
        + Base64.getEncoder().encodeToString(publicKey())
        + "\",\"ValidityStartTime\":\"2020-01-01T00:00:00Z\","
        + "\"ValidityEndTime\":\"2040-01-01T00:00:00Z\",\"Fingerprint\":\""
        + fingerprint()
        + "\"}]}";
  }

  private String key(Instant end, String suffix) {
    return root
        + account
        + "/CloudTrail-Digest/"
        + region
        + "/"
        + FOLDER.format(end)
        + "/"
        + account
        + "_CloudTrail-Digest_"
        + region
        + "_"
        + trail
        + "_us-east-1_"
        + FILE.format(end)
        + suffix
        + ".json.gz";
  }

  private Digest digest(
      Instant start,
      Instant end,
      String key,
      @Nullable Digest before,
      Map<String, String> metadata) {
    ObjectNode json = JSON.createObjectNode();
    json.put("awsAccountId", account)
        .put("digestStartTime", start.toString())
        .put("digestEndTime", end.toString())
        .put("digestS3Bucket", bucket)
        .put("digestS3Object", key)
        .put("digestPublicKeyFingerprint", fingerprint())
        .put("digestSignatureAlgorithm", "SHA256withRSA")
        .put("previousDigestS3Bucket", before == null ? null : before.bucket())
        .put("previousDigestS3Object", before == null ? null : before.key())
        .put("previousDigestSignature", before == null ? null : before.signature());
    ArrayNode files = json.putArray("logFiles");
    for (Log log : logs) {
      files
          .addObject()
          .put("s3Bucket", log.bucket())
          .put("s3Object", log.key())
          .put("hashValue", log.sha256())
          .put("hashAlgorithm", "SHA-256");
    }
    logs.clear();
    byte[] inflated = json.toString().getBytes(StandardCharsets.UTF_8);
    String signature =
        signature(
            end
                + "\n"
                + bucket
                + "/"
                + key
                + "\n"
                + HexFormat.of().formatHex(sha256(inflated))
                + "\n"
                + (before == null ? "null" : before.signature()));
    Map<String, String> all = new java.util.HashMap<>(metadata);
    all.put("signature", signature);
    all.put("signature-algorithm", "SHA256withRSA");
    return new Digest(bucket, key, gzip(inflated), Map.copyOf(all), signature);
  }

  private static String signature(String text) {
    try {
      Signature signer = Signature.getInstance("SHA256withRSA");
      signer.initSign(KEYS.getPrivate());
      signer.update(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(signer.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java signs with RSA", e);
    }
  }

  private static KeyPair keys() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(2_048);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java makes RSA keys", e);
    }
  }

  private static byte[] sha256(byte[] bytes) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(bytes);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException("memory takes every byte", e);
    }
    return out.toByteArray();
  }

  private static byte[] inflated(byte[] stored) {
    try (GZIPInputStream gzip = new GZIPInputStream(new ByteArrayInputStream(stored))) {
      return gzip.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException("CloudTrail's log files are gzip", e);
    }
  }
}
