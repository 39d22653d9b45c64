package dev.sightline.command;

import dev.sightline.configuration.Masking;
import dev.sightline.guardduty.GuardDutyRegion;
import io.micronaut.context.env.Environment;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.regions.providers.DefaultAwsRegionProviderChain;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClient;
import software.amazon.awssdk.services.cloudtrail.CloudTrailClientBuilder;
import software.amazon.awssdk.services.guardduty.GuardDutyClient;
import software.amazon.awssdk.services.guardduty.GuardDutyClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sts.StsClient;
import software.amazon.awssdk.services.sts.StsClientBuilder;
import software.amazon.awssdk.services.sts.auth.StsAssumeRoleCredentialsProvider;

/**
 * Clients of AWS, configured as every AWS SDK is: region and credentials by the default chain,
 * endpoints by {@code AWS_ENDPOINT_URL} and its forms for each service. Where a role is named for a
 * bucket, an account or GuardDuty, its client assumes it.
 */
final class AwsClients implements AutoCloseable {
  /** SQS's own addresses; FIPS, dual-stack and VPC endpoints are asked as they are written. */
  private static final Pattern SQS_HOST =
      Pattern.compile("(?:sqs\\.([a-z0-9-]+)|([a-z0-9-]+)\\.queue)\\.amazonaws\\.com(?:\\.cn)?");

  private static final Pattern REGION_IN_HOST =
      Pattern.compile("(?:^|.*\\.)([a-z]{2,4}(?:-[a-z]+){1,2}-[0-9])\\..+");
  private static final Pattern OF_AWS =
      Pattern.compile(".*\\.(?:amazonaws\\.com(?:\\.cn)?|api\\.aws)");
  private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*]|.*:.*:.*");

  /** Of every secret access key that AWS gives out. */
  static final int SECRET_KEY_LENGTH = 40;

  /** The credentials of the default chain. */
  private static final AwsCredentialsProvider OWN =
      remembering(DefaultCredentialsProvider.builder().build());

  private final Environment environment;
  private final int connections;
  private final Roles roles;
  private final Map<String, SqsClient> queues = new HashMap<>();
  private final Map<String, S3Client> buckets = new HashMap<>();
  private final Map<String, StsAssumeRoleCredentialsProvider> credentials = new HashMap<>();
  private final Map<Region, StsClient> sts = new HashMap<>();
  private final List<GuardDutyRegion> guardDuty = new ArrayList<>();
  private final Map<String, CloudTrailClient> cloudTrail = new HashMap<>();

  /**
   * Makes no client before it is asked for.
   *
   * @param connections to S3 at once
   */
  AwsClients(Environment environment, Roles roles, int connections) {
    this.environment = environment;
    this.roles = roles;
    this.connections = connections;
  }

  /**
   * The client for a queue: of the region that its address names, or of the server that it names
   * where that is not AWS.
   */
  synchronized SqsClient sqs(URI queueUrl) {
    URI server = URI.create(queueUrl.getScheme() + "://" + queueUrl.getRawAuthority());
    Optional<Roles.Role> role = roles.of(account(queueUrl));
    return queues.computeIfAbsent(server + arn(role), _ -> newSqs(server, role));
  }

  /** The region that a queue's address names; where it names none, the default chain's. */
  Region regionOf(URI queueUrl) {
    return namedRegion(queueUrl).orElseGet(() -> defaultRegion(true));
  }

  /** The region that a queue's address names, as those of AWS do. */
  static Optional<Region> namedRegion(URI queueUrl) {
    Matcher named = REGION_IN_HOST.matcher(String.valueOf(queueUrl.getHost()));
    if (!named.matches()) {
      return Optional.empty();
    }
    Region region = Region.of(named.group(1));
    // Elsewhere than at AWS a name may only look like a region's, as sqs-mock-1 does.
    return OF_AWS.matcher(named.group()).matches() || Region.regions().contains(region)
        ? Optional.of(region)
        : Optional.empty();
  }

  /** The region of the default chain, if there is one. */
  Optional<Region> ownRegion() {
    try {
      return Optional.of(DefaultAwsRegionProviderChain.builder().build().getRegion());
    } catch (SdkClientException e) {
      return Optional.empty();
    }
  }

  /**
   * Assumes a role.
   *
   * @throws SdkException where STS refuses or does not answer
   */
  synchronized void assume(Roles.Role role) {
    AwsCredentialsProvider provider = assumed(role);
    provider.resolveCredentials();
  }

  /** The client for a bucket; it follows a bucket to its region. */
  synchronized S3Client s3(String bucket) {
    Optional<Roles.Role> role = roles.of(bucket);
    return buckets.computeIfAbsent(arn(role), _ -> newS3(role));
  }

  /** GuardDuty's API in every region that is asked for, or in all of the partition. */
  synchronized List<GuardDutyRegion> guardDuty(List<String> wanted) {
    Optional<Roles.Role> role = roles.of(Roles.GUARDDUTY);
    String partition =
        role.map(Roles.Role::partition).orElseGet(() -> partition(defaultRegion(true)));
    Optional<URI> endpoint = endpoint("guardduty");
    List<GuardDutyRegion> regions = new ArrayList<>();
    for (String name : wanted.isEmpty() ? GuardDutyRegion.regions(partition) : wanted) {
      GuardDutyClientBuilder builder =
          GuardDutyClient.builder().region(Region.of(name)).httpClientBuilder(http(4));
      endpoint.ifPresent(builder::endpointOverride);
      builder.credentialsProvider(role.map(this::assumed).orElse(OWN));
      regions.add(new GuardDutyRegion(name, builder));
    }
    guardDuty.addAll(regions);
    return regions;
  }

  /** CloudTrail's API in a region. */
  synchronized CloudTrailClient cloudTrail(String region) {
    return cloudTrail.computeIfAbsent(
        region,
        name -> {
          CloudTrailClientBuilder builder =
              CloudTrailClient.builder()
                  .region(Region.of(name))
                  .credentialsProvider(OWN)
                  .httpClientBuilder(http(4));
          endpoint("cloudtrail").ifPresent(builder::endpointOverride);
          return builder.build();
        });
  }

  /** The account that asks GuardDuty, or {@code unknown} where STS does not tell. */
  synchronized String account() {
    Optional<Roles.Role> role = roles.of(Roles.GUARDDUTY);
    if (role.isPresent()) {
      return role.get().arn().split(":", -1)[4];
    }
    try {
      return sts(defaultRegion(endpoint("sts").isPresent())).getCallerIdentity().account();
    } catch (SdkException e) {
      return "unknown";
    }
  }

  @Override
  public synchronized void close() {
    queues.values().forEach(SqsClient::close);
    buckets.values().forEach(S3Client::close);
    guardDuty.forEach(GuardDutyRegion::close);
    cloudTrail.values().forEach(CloudTrailClient::close);
    credentials.values().forEach(StsAssumeRoleCredentialsProvider::close);
    sts.values().forEach(StsClient::close);
  }

  private SqsClient newSqs(URI server, Optional<Roles.Role> role) {
    Matcher aws = SQS_HOST.matcher(server.getHost());
    SqsClientBuilder builder = SqsClient.builder().httpClientBuilder(http(64));
    Optional<URI> endpoint = endpoint("sqs");
    builder.region(regionOf(server));
    if (endpoint.isPresent()) {
      builder.endpointOverride(endpoint.get());
    } else if (!aws.matches()) {
      builder.endpointOverride(server);
    }
    builder.credentialsProvider(role.map(this::assumed).orElse(OWN));
    return builder.build();
  }

  private S3Client newS3(Optional<Roles.Role> role) {
    Optional<URI> endpoint = endpoint("s3");
    S3ClientBuilder builder =
        S3Client.builder()
            .region(role.map(this::region).orElseGet(() -> defaultRegion(endpoint.isPresent())))
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .httpClientBuilder(http(connections));
    builder.credentialsProvider(role.map(this::assumed).orElse(OWN));
    if (endpoint.isPresent()) {
      builder
          .endpointOverride(endpoint.get())
          .forcePathStyle(needsPathStyle(endpoint.get().getHost()));
    } else {
      builder.crossRegionAccessEnabled(true);
    }
    return builder.build();
  }

  /** The credentials of a role, renewed in time. */
  private AwsCredentialsProvider assumed(Roles.Role role) {
    StsAssumeRoleCredentialsProvider provider =
        credentials.computeIfAbsent(
            role.arn() + ";" + role.externalId(),
            _ ->
                StsAssumeRoleCredentialsProvider.builder()
                    .stsClient(sts(region(role)))
                    .refreshRequest(request ->
                        request
                            .roleArn(role.arn())
                            .roleSessionName(roles.sessionName())
                            .externalId(role.externalId()))
                    .build());
    return remembering(provider);
  }

  /** What signs a request is never repeated by us, whoever repeats it. */
  private static AwsCredentialsProvider remembering(AwsCredentialsProvider provider) {
    return () -> {
      AwsCredentials credentials = provider.resolveCredentials();
      // An emulator takes any word, which need not vanish from our sentences.
      if (credentials.secretAccessKey().length() >= SECRET_KEY_LENGTH) {
        Masking.learn(credentials.secretAccessKey());
      }
      if (credentials instanceof AwsSessionCredentials session) {
        Masking.learn(session.sessionToken());
      }
      return credentials;
    };
  }

  private StsClient sts(Region region) {
    return sts.computeIfAbsent(
        region,
        of -> {
          StsClientBuilder builder =
              StsClient.builder().region(of).credentialsProvider(OWN).httpClientBuilder(http(4));
          endpoint("sts").ifPresent(builder::endpointOverride);
          return builder.build();
        });
  }

  /** A role of another partition is asked for, and used, in that partition. */
  private Region region(Roles.Role role) {
    Region own = defaultRegion(true);
    if (partition(own).equals(role.partition())) {
      return own;
    }
    return switch (role.partition()) {
      case "aws-cn" -> Region.CN_NORTH_1;
      case "aws-us-gov" -> Region.US_GOV_WEST_1;
      default -> own;
    };
  }

  private static String partition(Region region) {
    return PartitionMetadata.of(region).id();
  }

  private static String arn(Optional<Roles.Role> role) {
    return role.map(Roles.Role::arn).orElse("");
  }

  /** The account that a queue's address names. */
  private static String account(URI queueUrl) {
    String[] parts = queueUrl.getPath().split("/", -1);
    return parts.length < 3 ? "" : parts[parts.length - 2];
  }

  @SuppressWarnings("deprecation") // Its successor has not carried here yet.
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
  private Region defaultRegion(boolean notAws) {
    Optional<Region> own = ownRegion();
    return own.isEmpty() && notAws
        ? Region.US_EAST_1
        : own.orElseGet(() -> DefaultAwsRegionProviderChain.builder().build().getRegion());
  }
}
