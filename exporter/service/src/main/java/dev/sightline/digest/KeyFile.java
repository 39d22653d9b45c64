package dev.sightline.digest;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Keys that were fetched before: what {@code aws cloudtrail list-public-keys} prints. */
public final class KeyFile implements PublicKeys {
  private final Map<String, byte[]> keys = new HashMap<>();

  /**
   * Reads a file.
   *
   * @throws IOException where it holds no keys, in one sentence
   */
  public KeyFile(Path file) throws IOException {
    JsonNode list;
    try {
      list = new ObjectMapper().readTree(Files.readAllBytes(file)).path("PublicKeyList");
    } catch (NoSuchFileException e) {
      throw new IOException("There is no file " + file + " with public keys.", e);
    } catch (JsonProcessingException e) {
      throw new IOException(unfit(file), e);
    }
    try {
      for (JsonNode key : list) {
        keys.put(
            key.path("Fingerprint").asText(),
            Base64.getDecoder().decode(key.path("Value").asText()));
      }
    } catch (IllegalArgumentException e) {
      throw new IOException(unfit(file), e);
    }
    if (keys.isEmpty()) {
      throw new IOException(unfit(file));
    }
  }

  private static String unfit(Path file) {
    return file
        + " holds no public keys of CloudTrail: write there what 'aws cloudtrail list-public-keys"
        + " --start-time …' prints.";
  }

  @Override
  public Optional<byte[]> find(String region, String fingerprint, Instant from, Instant to) {
    return Optional.ofNullable(keys.get(fingerprint));
  }
}
