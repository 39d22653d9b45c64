package dev.sightline.hec;

import dev.sightline.configuration.Secret;
import dev.sightline.configuration.Settings;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One destination: the endpoints of one Splunk that take the same token.
 *
 * @param endpoints where to send, at least one
 * @param token HEC's token
 * @param guarantee what counts as delivered
 * @param index the index of every event, or null for the token's default
 * @param compression of requests
 * @param batchBytes a request is sent when it holds this many bytes, uncompressed
 * @param linger a request is sent after this time even if it is not full
 * @param inFlightBytes bytes that are read and not yet delivered, at most
 * @param inFlightRequests requests that are sent and not yet confirmed, at most
 * @param connections requests at once for each endpoint, at most
 * @param requestTimeout how long an answer may take
 * @param ackDeadline how long an ack may take before the events are sent again
 * @param deliveryDeadline how long unacknowledged events are sent again before the message is
 *     released to the queue
 * @param certificateAuthority PEM file with the only authorities to trust, or null for Java's own
 * @param clientCertificate PEM file with the client's certificate chain, or null
 * @param clientKey PEM file with the client's private key (PKCS #8), or null
 * @param proxy an HTTP proxy, or null
 * @param gateway what stands in Splunk's place and answers acknowledgments itself, as the operator
 *     names it, or null
 */
public record HecConfiguration(
    List<Target> endpoints,
    Secret token,
    Guarantee guarantee,
    @Nullable String index,
    Compression compression,
    int batchBytes,
    Duration linger,
    long inFlightBytes,
    int inFlightRequests,
    int connections,
    Duration requestTimeout,
    Duration ackDeadline,
    Duration deliveryDeadline,
    @Nullable Path certificateAuthority,
    @Nullable Path clientCertificate,
    @Nullable Path clientKey,
    @Nullable URI proxy,
    @Nullable String gateway) {

  /** The setting by which an operator says that it is a gateway, and knows what that means. */
  public static final String GATEWAY = "sightline.hec.gateway";

  private static final Pattern GATEWAY_NAME = Pattern.compile("[A-Za-z0-9._-]{1,60}");
  private static final Pattern WEIGHTED = Pattern.compile("(.*);weight=([1-9]\\d{0,2})");
  private static final Pattern INDEX = Pattern.compile("[a-z0-9_][a-z0-9_-]{0,79}");

  /**
   * One endpoint.
   *
   * @param address scheme, host and port; a path before {@code /services/collector} is kept
   * @param weight its share of the requests, relative to the others
   */
  public record Target(URI address, int weight) {}

  public HecConfiguration {
    endpoints = List.copyOf(endpoints);
  }

  /** Reads {@code sightline.hec.*}; what is wrong is noted in the settings. */
  public static HecConfiguration read(Settings settings) {
    Optional<Secret> token = settings.secret("sightline.hec.token");
    if (token.isEmpty()
        && settings.problems().stream()
            .noneMatch(problem -> problem.name().startsWith("sightline.hec.token"))) {
      settings.problem(
          "sightline.hec.token", "is missing: give the token of Splunk's HTTP Event Collector.");
    }
    Optional<Path> certificate = settings.file("sightline.hec.client-certificate");
    Optional<Path> key = settings.file("sightline.hec.client-key");
    if (certificate.isPresent() != key.isPresent()) {
      settings.problem(
          certificate.isPresent() ? "sightline.hec.client-key" : "sightline.hec.client-certificate",
          "is missing: a client certificate needs both its certificate and its key.");
    }
    Optional<String> index = settings.text("sightline.hec.index");
    if (index.isPresent() && !INDEX.matcher(index.get()).matches()) {
      settings.problem(
          "sightline.hec.index",
          "is no name of an index: lower-case letters, digits, _ and -, not - at the start.");
    }
    return new HecConfiguration(
        endpoints(settings),
        token.orElseGet(() -> Secret.of("***")),
        settings.choice("sightline.hec.guarantee", Guarantee.INDEXED),
        index.orElse(null),
        settings.choice("sightline.hec.compression", Compression.OFF),
        (int) settings.size("sightline.hec.batch-bytes", 1_000_000, 1_000, 100_000_000),
        settings.duration(
            "sightline.hec.linger",
            Duration.ofMillis(200),
            Duration.ofMillis(1),
            Duration.ofMinutes(1)),
        settings.size("sightline.hec.in-flight-bytes", defaultInFlightBytes(), 1_000_000, 1L << 36),
        settings.number("sightline.hec.in-flight-requests", 1_000, 1, 1_000_000),
        settings.number("sightline.hec.connections", 8, 1, 1_000),
        settings.duration(
            "sightline.hec.request-timeout",
            Duration.ofSeconds(60),
            Duration.ofMillis(100),
            Duration.ofMinutes(10)),
        settings.duration(
            "sightline.hec.ack-deadline",
            Duration.ofMinutes(5),
            Duration.ofMillis(100),
            Duration.ofHours(1)),
        settings.duration(
            "sightline.hec.delivery-deadline",
            Duration.ofMinutes(30),
            Duration.ofMillis(100),
            Duration.ofHours(11)),
        settings.file("sightline.hec.certificate-authority").orElse(null),
        certificate.orElse(null),
        key.orElse(null),
        settings
            .text("sightline.hec.proxy")
            .flatMap(value -> settings.httpAddress("sightline.hec.proxy", value))
            .orElse(null),
        gateway(settings));
  }

  /** The same with another limit to what is read and not delivered. */
  public HecConfiguration withInFlightBytes(long bytes) {
    return new HecConfiguration(
        endpoints,
        token,
        guarantee,
        index,
        compression,
        batchBytes,
        linger,
        bytes,
        inFlightRequests,
        connections,
        requestTimeout,
        ackDeadline,
        deliveryDeadline,
        certificateAuthority,
        clientCertificate,
        clientKey,
        proxy,
        gateway);
  }

  /** What "delivered" means at this destination, in plain words. */
  public String means() {
    return gateway == null || guarantee == Guarantee.ACCEPTED
        ? guarantee.words()
        : "the gateway '"
            + gateway
            + "' acknowledged the events; Splunk has them only where it holds nothing back: its"
            + " sending queue and retries off";
  }

  private static @Nullable String gateway(Settings settings) {
    Optional<String> name = settings.text(GATEWAY);
    if (name.isPresent() && !GATEWAY_NAME.matcher(name.get()).matches()) {
      settings.problem(GATEWAY, "is no name: letters, digits, ., _ and -, such as opentelemetry.");
    }
    return name.orElse(null);
  }

  /** A quarter of the heap, from 8 MB to 256 MB. */
  private static long defaultInFlightBytes() {
    return Math.clamp(Runtime.getRuntime().maxMemory() / 4, 8_000_000L, 256_000_000L);
  }

  private static List<Target> endpoints(Settings settings) {
    String name = "sightline.hec.url";
    List<Target> targets = new ArrayList<>();
    List<String> values = settings.oneOrMany(name);
    for (String value : values) {
      Matcher weighted = WEIGHTED.matcher(value);
      boolean matches = weighted.matches();
      int weight = matches ? Integer.parseInt(weighted.group(2)) : 1;
      settings
          .httpAddress(name, matches ? weighted.group(1) : value)
          .ifPresent(address -> targets.add(new Target(withoutCollector(address), weight)));
    }
    if (values.isEmpty()) {
      settings.problem(
          name, "is missing: give the address of HEC, such as https://splunk.example.com:8088.");
    }
    return targets;
  }

  /** People paste the whole endpoint: what comes after the base is ours to add. */
  private static URI withoutCollector(URI address) {
    String text = address.toString();
    int services = text.indexOf("/services/collector");
    String base = services < 0 ? text : text.substring(0, services);
    return URI.create(base.endsWith("/") ? base.substring(0, base.length() - 1) : base);
  }
}
