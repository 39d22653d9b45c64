package dev.sightline.digest;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import com.code_intelligence.jazzer.junit.FuzzTest;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sightline.object.Limits;
import dev.sightline.object.ObjectException;
import dev.sightline.object.ObjectStore;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.CharConversionException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.Signature;
import java.security.interfaces.RSAPublicKey;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/**
 * What anybody may have put in a digest's place, looked for by what it covers of the reader. It is
 * signed with a key that is known, so that what it says is read to its end.
 */
class DigestCoverageFuzzTest {
  private static final String BUCKET = "trail-logs";
  private static final String KEY =
      "AWSLogs/111122223333/CloudTrail-Digest/eu-central-1/2026/03/10/"
          + "111122223333_CloudTrail-Digest_eu-central-1_trail_eu-central-1_20260310T090000Z.json.gz";
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final KeyPair PAIR = pair();

  @FuzzTest(maxDuration = "10m")
  void a_digest_is_read_or_refused_with_a_reason(byte[] content)
      throws IOException, InterruptedException, GeneralSecurityException {
    String signature = HexFormat.of().formatHex(signed(content));
    ObjectStore store =
        new ObjectStore(new One(gzip(content), signature), new Limits(1 << 20, 1 << 20));
    DigestReader reader =
        new DigestReader(
            store, (_, _, _, _) -> Optional.of(pkcs1((RSAPublicKey) PAIR.getPublic())));
    try {
      Digest digest = reader.read(BUCKET, DigestKey.of(KEY).orElseThrow());
      assertEquals(signature, digest.signature());
      assertEquals(JSON.readTree(content).path("logFiles").size(), digest.logs().size());
    } catch (InvalidException | ObjectException e) {
      assertFalse(String.valueOf(e.getMessage()).isBlank());
    }
  }

  /** As CloudTrail signs, whatever it is that is signed. */
  private static byte[] signed(byte[] content) throws GeneralSecurityException, IOException {
    JsonNode json;
    try {
      json = JSON.readTree(content);
    } catch (JsonProcessingException | CharConversionException e) {
      json = JSON.createObjectNode();
    }
    JsonNode previous = json.path("previousDigestSignature");
    String text =
        json.path("digestEndTime").asText()
            + "\n"
            + json.path("digestS3Bucket").asText()
            + "/"
            + json.path("digestS3Object").asText()
            + "\n"
            + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content))
            + "\n"
            + (previous.isTextual() ? previous.asText() : "null");
    Signature signature = Signature.getInstance("SHA256withRSA");
    signature.initSign(PAIR.getPrivate());
    signature.update(text.getBytes(StandardCharsets.UTF_8));
    return signature.sign();
  }

  /** An S3 that has one object. */
  private record One(byte[] stored, String signature) implements S3Client {
    @Override
    public ResponseInputStream<GetObjectResponse> getObject(GetObjectRequest request) {
      return new ResponseInputStream<>(
          GetObjectResponse.builder()
              .contentLength((long) stored.length)
              .eTag("\"e\"")
              .metadata(Map.of("signature", signature, "signature-algorithm", "SHA256withRSA"))
              .build(),
          AbortableInputStream.create(new ByteArrayInputStream(stored)));
    }

    @Override
    public String serviceName() {
      return "s3";
    }

    @Override
    public void close() {}
  }

  private static KeyPair pair() {
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
      generator.initialize(1024);
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has RSA", e);
    }
  }

  private static byte[] pkcs1(RSAPublicKey key) {
    ByteArrayOutputStream both = new ByteArrayOutputStream();
    both.writeBytes(der(0x02, key.getModulus().toByteArray()));
    both.writeBytes(der(0x02, key.getPublicExponent().toByteArray()));
    return der(0x30, both.toByteArray());
  }

  private static byte[] der(int tag, byte[] content) {
    ByteArrayOutputStream der = new ByteArrayOutputStream();
    der.write(tag);
    if (content.length < 128) {
      der.write(content.length);
    } else {
      der.write(0x82);
      der.write(content.length >> 8);
      der.write(content.length & 0xFF);
    }
    der.writeBytes(content);
    return der.toByteArray();
  }

  private static byte[] gzip(byte[] content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (OutputStream gzip = new GZIPOutputStream(bytes)) {
      gzip.write(content);
    }
    return bytes.toByteArray();
  }
}
