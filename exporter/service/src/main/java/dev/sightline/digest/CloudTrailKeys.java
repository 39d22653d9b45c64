package dev.sightline.digest;

import dev.sightline.permission.MissingPermission;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.model.ListPublicKeysRequest;
import software.amazon.awssdk.services.cloudtrail.model.ListPublicKeysResponse;

/** Asks CloudTrail, once for a day of a region. */
public final class CloudTrailKeys implements PublicKeys {
  private final Function<String, CloudTrailClient> clients;
  private final Map<String, byte[]> keys = new HashMap<>();
  private final Set<String> asked = new HashSet<>();

  /**
   * @param clients the client of each region, closed by whoever made it
   */
  public CloudTrailKeys(Function<String, CloudTrailClient> clients) {
    this.clients = clients;
  }

  @Override
  public synchronized Optional<byte[]> find(
      String region, String fingerprint, Instant from, Instant to) throws IOException {
    String name = region + " " + fingerprint;
    Instant first = from.truncatedTo(ChronoUnit.DAYS);
    if (!keys.containsKey(name) && !asked.contains(region + " " + first)) {
      Instant day = first.plus(Duration.ofDays(1)).plus(Duration.ofHours(2));
      ask(region, first, day.isBefore(to) ? to : day);
      // Not before: what failed is asked again, and proves nothing of a key.
      asked.add(region + " " + first);
    }
    return Optional.ofNullable(keys.get(name));
  }

  private void ask(String region, Instant from, Instant to) throws IOException {
    String next = null;
    do {
      ListPublicKeysRequest request =
          ListPublicKeysRequest.builder().startTime(from).endTime(to).nextToken(next).build();
      ListPublicKeysResponse response;
      try {
        response = clients.apply(region).listPublicKeys(request);
      } catch (SdkException e) {
        IOException untold =
            new IOException(
                "CloudTrail does not tell its public keys in "
                    + region
                    + " ("
                    + MissingPermission.said(e, "cloudtrail:ListPublicKeys", "*")
                    + "): allow cloudtrail:ListPublicKeys, or give the keys by --keys.");
        // Not the cause: whoever looks for causes would leave out what to do.
        untold.addSuppressed(e);
        throw untold;
      }
      response
          .publicKeyList()
          .forEach(key -> keys.put(region + " " + key.fingerprint(), key.value().asByteArray()));
      next = response.nextToken();
    } while (next != null && !next.isEmpty());
  }
}
