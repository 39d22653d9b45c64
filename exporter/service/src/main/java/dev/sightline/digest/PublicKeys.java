package dev.sightline.digest;

import java.io.IOException;
import java.time.Instant;
import java.util.Optional;

/** The keys that CloudTrail signs with. Safe for any number of threads. */
public interface PublicKeys {
  /**
   * A key.
   *
   * @param region in which it signs
   * @param fingerprint its name
   * @param from it was valid at some time between this
   * @param to and this
   * @return PKCS #1 in DER, as AWS hands it out; empty where no such key is known
   * @throws IOException where whoever knows cannot be asked
   */
  Optional<byte[]> find(String region, String fingerprint, Instant from, Instant to)
      throws IOException;
}
