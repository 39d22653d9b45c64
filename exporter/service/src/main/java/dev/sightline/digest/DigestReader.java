package dev.sightline.digest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.object.ObjectException;
import dev.sightline.object.ObjectRef;
import dev.sightline.object.ObjectStore;
import dev.sightline.object.OpenObject;
import java.io.CharConversionException;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads digests and holds each to its place and its signature. Safe for any number of threads. */
public final class DigestReader {
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A digest of an hour with a hundred thousand log files is half as large. */
  private static final int MOST_BYTES = 128 << 20;

  private static final Duration KEYS_AROUND = Duration.ofHours(1);
  private static final Duration KEYS_LATER = Duration.ofHours(2);
  private static final List<String> NEEDED =
      List.of(
          "digestPublicKeyFingerprint",
          "digestS3Bucket",
          "digestS3Object",
          "previousDigestSignature",
          "digestEndTime",
          "digestStartTime");

  private final ObjectStore store;
  private final PublicKeys keys;

  public DigestReader(ObjectStore store, PublicKeys keys) {
    this.store = store;
    this.keys = keys;
  }

  /** What lies in S3. */
  private record Stored(
      byte[] inflated,
      @Nullable String signature,
      @Nullable String algorithm,
      @Nullable String generated) {}

  /**
   * Reads one.
   *
   * @throws InvalidException where CloudTrail did not write it there so
   * @throws IOException where S3 or CloudTrail does not answer
   */
  public Digest read(String bucket, DigestKey key)
      throws InvalidException, IOException, InterruptedException {
    Stored stored = stored(bucket, key);
    JsonNode json = json(stored.inflated());
    if (!bucket.equals(json.path("digestS3Bucket").asText())
        || !key.text().equals(json.path("digestS3Object").asText())) {
      throw new InvalidException(
          "was moved: it says that it is s3://"
              + json.path("digestS3Bucket").asText()
              + "/"
              + json.path("digestS3Object").asText());
    }
    Instant end = time(json, "digestEndTime");
    String signature = verified(stored, json, key, end);
    List<LogFile> logs = new ArrayList<>();
    for (JsonNode log : json.path("logFiles")) {
      logs.add(
          new LogFile(
              log.path("s3Bucket").asText(),
              log.path("s3Object").asText(),
              log.path("hashValue").asText()));
    }
    return new Digest(
        key,
        time(json, "digestStartTime"),
        end,
        text(json, "previousDigestS3Bucket"),
        text(json, "previousDigestS3Object"),
        text(json, "previousDigestSignature"),
        signature,
        logs);
  }

  private Stored stored(String bucket, DigestKey key)
      throws InvalidException, IOException, InterruptedException {
    ObjectRef object = new ObjectRef(bucket, key.text(), null, null, null, -1);
    return Retries.of(() -> {
      try (OpenObject opened = store.open(object)) {
        byte[] inflated = opened.stream().readNBytes(MOST_BYTES + 1);
        if (inflated.length > MOST_BYTES || opened.members() == 0) {
          throw new InvalidException("is not in the form of a digest");
        }
        return new Stored(
            inflated,
            opened.metadata().get("signature"),
            opened.metadata().get("signature-algorithm"),
            opened.metadata().get("backfill-generation-timestamp"));
      } catch (ObjectException e) {
        throw Retries.judged(e);
      }
    });
  }

  private static JsonNode json(byte[] inflated) throws InvalidException, IOException {
    try {
      JsonNode json = JSON.readTree(inflated);
      if (json != null && NEEDED.stream().allMatch(json::has)) {
        return json;
      }
    } catch (JsonProcessingException | CharConversionException e) {
      throw new InvalidException("is not in the form of a digest", e);
    }
    throw new InvalidException("is not in the form of a digest");
  }

  private String verified(Stored stored, JsonNode json, DigestKey key, Instant end)
      throws InvalidException, IOException {
    String signature = stored.signature();
    if (signature == null || stored.algorithm() == null) {
      throw new InvalidException("has no signature in its metadata: it was copied or written anew");
    }
    String fingerprint = json.path("digestPublicKeyFingerprint").asText();
    Instant from = end;
    Instant to = end.plus(KEYS_LATER);
    if (key.backfill()) {
      String generated = stored.generated();
      if (generated == null) {
        throw new InvalidException(
            "has no backfill-generation-timestamp in its metadata: it was copied or written anew");
      }
      from = instant(generated).minus(KEYS_AROUND);
      to = from.plus(KEYS_AROUND.multipliedBy(2));
    }
    Optional<byte[]> found = keys.find(key.chain().region(), fingerprint, from, to);
    if (found.isEmpty()) {
      throw new InvalidException(
          "is signed with a key that CloudTrail does not name in "
              + key.chain().region()
              + " (fingerprint "
              + fingerprint
              + ")");
    }
    String previous = text(json, "previousDigestSignature");
    String signed =
        json.path("digestEndTime").asText()
            + "\n"
            + json.path("digestS3Bucket").asText()
            + "/"
            + json.path("digestS3Object").asText()
            + "\n"
            + HexFormat.of().formatHex(Signature.sha256().digest(stored.inflated()))
            + "\n"
            + previous;
    try {
      if (Signature.fits(found.get(), signed, HexFormat.of().parseHex(signature))) {
        return signature;
      }
    } catch (GeneralSecurityException e) {
      throw new InvalidException("cannot be verified: its key " + fingerprint + " is no key", e);
    } catch (IllegalArgumentException e) {
      throw new InvalidException("has a signature that is none", e);
    }
    throw new InvalidException("fails its signature: it was changed");
  }

  private static @Nullable String text(JsonNode json, String name) {
    return json.path(name).isTextual() ? json.get(name).asText() : null;
  }

  private static Instant time(JsonNode json, String name) throws InvalidException {
    return instant(json.path(name).asText());
  }

  private static Instant instant(String text) throws InvalidException {
    try {
      return OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw new InvalidException("has a time that is none: " + text, e);
    }
  }
}
