package dev.sightline.hec;

import dev.sightline.configuration.Masking;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Looks at every endpoint without writing an event: only a receiver that is none of Splunk's takes
 * the one that goes without a channel.
 */
public final class HecInspection {

  /**
   * One thing looked at.
   *
   * @param what such as {@code health}
   * @param good whether it is as needed
   * @param said one sentence: what was found and, where it is not good, what to do
   */
  public record Result(URI endpoint, String what, boolean good, String said) {}

  private HecInspection() {}

  /** Asks each endpoint for its health, and whether it knows the token and acknowledges. */
  public static List<Result> inspect(HecConfiguration configuration) {
    List<Result> results = new ArrayList<>();
    try (HecHttp http = new HecHttp(configuration)) {
      for (HecConfiguration.Target target : configuration.endpoints()) {
        inspect(configuration, http, target, results);
      }
    }
    return results;
  }

  private static void inspect(
      HecConfiguration configuration,
      HecHttp http,
      HecConfiguration.Target target,
      List<Result> results) {
    URI address = target.address();
    try {
      HecHttp.Answer health = http.health(address);
      results.add(
          health.status() == 200
              ? new Result(address, "health", true, "takes requests")
              : new Result(
                  address,
                  "health",
                  false,
                  "answers " + health.status() + ": look at HEC's queues in Splunk"));
      HecHttp.Answer acks = http.acks(address, new AckChannel(), Set.of(0L), false);
      boolean tokenKnown = acks.status() != 401 && acks.status() != 403;
      results.add(
          tokenKnown
              ? new Result(address, "token", true, "is known")
              : new Result(
                  address,
                  "token",
                  false,
                  "is refused (" + acks.status() + "): check SIGHTLINE_HEC_TOKEN"));
      if (tokenKnown && configuration.guarantee() == Guarantee.INDEXED) {
        results.add(
            acks.status() == 200
                ? new Result(address, "acknowledgment", true, "is on")
                : new Result(
                    address,
                    "acknowledgment",
                    false,
                    "is off for this token ("
                        + acks.status()
                        + "): turn it on in Splunk, or set SIGHTLINE_HEC_GUARANTEE=accepted"));
        if (acks.status() == 200) {
          results.add(gateway(configuration, http, target));
        }
      }
    } catch (IOException e) {
      results.add(
          new Result(
              address,
              "connection",
              false,
              "does not answer ("
                  + e.getClass().getSimpleName()
                  + ": "
                  + Masking.masked(String.valueOf(e.getMessage()))
                  + "): check address, network and certificates"));
    }
  }

  private static Result gateway(
      HecConfiguration configuration, HecHttp http, HecConfiguration.Target target)
      throws IOException {
    Endpoint endpoint = new Endpoint(configuration, target, http, HecObserver.NONE);
    Optional<String> unnamed = endpoint.gateway();
    String name = configuration.gateway();
    String said;
    if (endpoint.isGateway()) {
      said = "is named '" + name + "': " + configuration.means();
    } else {
      said =
          name == null
              ? "none is seen between here and Splunk"
              : "'" + name + "' is named, and nothing tells it from Splunk";
    }
    return new Result(target.address(), "gateway", unnamed.isEmpty(), unnamed.orElse(said));
  }
}
