package dev.sightline.command;

import io.micronaut.context.env.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;

/**
 * Clients of AWS, configured as every AWS SDK is: region and credentials by the default chain,
 * endpoints by {@code AWS_ENDPOINT_URL} and its forms for each service.
 */
final class AwsClients implements AutoCloseable {
  private static final Pattern SQS_HOST =
      Pattern.compile("(?:sqs\\.([a-z0-9-]+)|([a-z0-9-]+)\\.queue)\\.amazonaws\\.com(?:\\.cn)?");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]|.*:.*:.*");

  private final Environment environment;
  private final int connections;
  private final Map<URI, SqsClient> queues = new HashMap<>();
  private @Nullable S3Client s3;

  /**
   * Makes no client before it is asked for.
   *
   * @param connections to S3 at once
   */
  AwsClients(Environment environment, int connections) {
    this.environment = environment;
    this.connections = connections;
  }

  /**
   * The client for a queue: of the region that its address names, or of the server that it names
   * where that is not AWS.
   */
  synchronized SqsClient sqs(URI queueUrl) {
    URI server = URI.create(queueUrl.getScheme() + "://" + queueUrl.getRawAuthority());
    return queues.computeIfAbsent(server, this::newSqs);
  }

  /** The client for every bucket; it follows a bucket to its region. */
  synchronized S3Client s3() {
    S3Client client = s3;
    if (client == null) {
      client = newS3();
      s3 = client;
    }
    return client;
  }

  @Override
  public synchronized void close() {
    queues.values().forEach(SqsClient::close);
    S3Client client = s3;
    if (client != null) {
      client.close();
    }
  }

  private SqsClient newSqs(URI server) {
    Matcher aws = SQS_HOST.matcher(server.getHost());
    SqsClientBuilder builder = SqsClient.builder().httpClientBuilder(http(64));
    Optional<URI> endpoint = endpoint("sqs");
    if (endpoint.isPresent()) {
      builder.endpointOverride(endpoint.get()).region(region(true));
    } else if (aws.matches()) {
      builder.region(Region.of(aws.group(1) != null ? aws.group(1) : aws.group(2)));
    } else {
      builder.endpointOverride(server).region(region(true));
    }
    return builder.build();
  }

  private S3Client newS3() {
    Optional<URI> endpoint = endpoint("s3");
    S3ClientBuilder builder =
        S3Client.builder()
            .region(region(endpoint.isPresent()))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(http(connections));
    if (endpoint.isPresent()) {
      builder
          .endpointOverride(endpoint.get())
          .forcePathStyle(needsPathStyle(endpoint.get().getHost()));
    } else {
      builder.crossRegionAccessEnabled(true);
    }
    return builder.build();
  }

  private static ApacheHttpClient.Builder http(int connections) {
    return ApacheHttpClient.builder()
        .maxConnections(connections)
        .connectionTimeout(Duration.ofSeconds(10))
        .socketTimeout(Duration.ofSeconds(60));
  }

  /** A bucket's name cannot be put before an address or before localhost. */
  private static boolean needsPathStyle(@Nullable String host) {
    return host == null
        || host.indexOf('.') < 0
        || host.toLowerCase(Locale.ROOT).endsWith("localhost")
        || ADDRESS.matcher(host).matches();
  }

  private Optional<URI> endpoint(String service) {
    return environment
        .getProperty("aws.endpoint-url-" + service, String.class)
        .or(() -> environment.getProperty("aws.endpoint-url", String.class))
        .filter(value -> !value.isBlank())
        .map(URI::create);
  }

  /** The region of the default chain; a server that is not AWS does not care which. */
  private static Region region(boolean notAws) {
    try {
      return DefaultAwsRegionProviderChain.builder().build().getRegion();
    } catch (SdkClientException e) {
      if (notAws) {
        return Region.US_EAST_1;
      }
      throw e;
    }
  }
}
