package dev.sightline.guardduty;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sightline.guardduty.GuardDutyException.Reason;
import dev.sightline.permission.MissingPermission;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.AbortedException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.AdaptiveRetryStrategy;
import software.amazon.awssdk.services.guardduty.GuardDutyClient;
import software.amazon.awssdk.services.guardduty.GuardDutyClientBuilder;
import software.amazon.awssdk.services.guardduty.model.Condition;
import software.amazon.awssdk.services.guardduty.model.FindingCriteria;
import software.amazon.awssdk.services.guardduty.model.ListFindingsRequest;
import software.amazon.awssdk.services.guardduty.model.OrderBy;

/**
 * GuardDuty's API in one region, as one account sees it: the delegated administrator sees its
 * members' findings too. Every method is a sequence of calls, one after the other; what GuardDuty
 * throttles is asked again, ever more slowly.
 */
public final class GuardDutyRegion implements AutoCloseable {
  private static final int MOST_IN_A_CALL = 50;
  private static final int TRIES = 8;

  /** A finding and an account that do not exist. */
  private static final String NO_FINDING = "0".repeat(32);

  private static final String NOBODY = "000000000000";
  private static final Set<String> NOT_ENABLED =
      Set.of(
          "UnrecognizedClientException",
          "InvalidClientTokenId",
          "OptInRequired",
          "AuthFailure",
          "InvalidSignatureException");

  private final String region;
  private final GuardDutyClient client;

  /**
   * @param builder has its region, credentials and endpoint; what reading findings needs is added
   */
  public GuardDutyRegion(String region, GuardDutyClientBuilder builder) {
    this.region = region;
    this.client =
        builder
            .overrideConfiguration(configuration ->
                configuration
                    .addExecutionInterceptor(new RawAnswer())
                    .retryStrategy(AdaptiveRetryStrategy.builder().maxAttempts(TRIES).build()))
            .build();
  }

  /** The regions of a partition, such as {@code aws-us-gov}, in which there is a GuardDuty. */
  public static List<String> regions(String partition) {
    return GuardDutyClient.serviceMetadata().regions().stream()
        .filter(region -> region.metadata() != null && !region.isGlobalRegion())
        .filter(region -> region.metadata().partition().id().equals(partition))
        .map(Region::id)
        .sorted()
        .toList();
  }

  /** Its name. */
  public String region() {
    return region;
  }

  /**
   * The detectors of the account: at most one, or none.
   *
   * @throws GuardDutyException where GuardDuty does not tell
   */
  public List<String> detectors() throws GuardDutyException {
    return asked(
        "guardduty:ListDetectors",
        () -> client.listDetectorsPaginator().detectorIds().stream().toList());
  }

  /**
   * Hands out every finding that was updated in a span of time, archived ones too, oldest update
   * first.
   *
   * @return how many there were
   * @throws GuardDutyException where GuardDuty does not tell; some may have been handed out
   */
  public long findings(String detector, Instant from, Instant until, FindingConsumer consumer)
      throws GuardDutyException, IOException, InterruptedException {
    long ordinal = 0;
    List<String> some = new ArrayList<>();
    String next = null;
    do {
      String token = next;
      var page =
          asked(
              "guardduty:ListFindings",
              () -> client.listFindings(request(detector, from, until, token)));
      for (String id : page.findingIds()) {
        some.add(id);
        if (some.size() == MOST_IN_A_CALL) {
          ordinal = get(detector, some, ordinal, consumer);
          some.clear();
        }
      }
      next = page.nextToken();
    } while (next != null && !next.isEmpty());
    return some.isEmpty() ? ordinal : get(detector, some, ordinal, consumer);
  }

  /**
   * How many findings were updated in a span of time.
   *
   * @throws GuardDutyException where GuardDuty does not tell
   */
  public long count(String detector, Instant from, Instant until) throws GuardDutyException {
    return asked(
        "guardduty:ListFindings",
        () ->
            client.listFindingsPaginator(request(detector, from, until, null)).findingIds().stream()
                .count());
  }

  private static ListFindingsRequest request(
      String detector, Instant from, Instant until, @Nullable String token) {
    Condition updated =
        Condition.builder()
            .greaterThanOrEqual(from.toEpochMilli())
            .lessThanOrEqual(until.toEpochMilli())
            .build();
    return ListFindingsRequest.builder()
        .detectorId(detector)
        .maxResults(MOST_IN_A_CALL)
        .nextToken(token)
        .findingCriteria(FindingCriteria.builder().criterion(Map.of("updatedAt", updated)).build())
        .sortCriteria(sort -> sort.attributeName("updatedAt").orderBy(OrderBy.ASC))
        .build();
  }

  private long get(String detector, List<String> ids, long first, FindingConsumer consumer)
      throws GuardDutyException, IOException, InterruptedException {
    AtomicReference<byte[]> body = new AtomicReference<>(new byte[0]);
    List<String> asked = List.copyOf(ids);
    asked(
        "guardduty:GetFindings",
        () ->
            client.getFindings(request ->
                request
                    .detectorId(detector)
                    .findingIds(asked)
                    .overrideConfiguration(configuration ->
                        configuration.putExecutionAttribute(RawAnswer.BODY, body))));
    long ordinal = first;
    for (JsonNode json : FindingShape.JSON.readTree(body.get()).path("findings")) {
      Optional<Finding> finding = FindingShape.of(json);
      if (finding.isPresent()) {
        consumer.accept(finding.get(), ordinal);
      } else {
        consumer.unreadable(ordinal, "GuardDuty's answer holds something that is no finding.");
      }
      ordinal++;
    }
    return ordinal;
  }

  /**
   * Whether GuardDuty watches the account and those whose administrator it is.
   *
   * @param account the account that asks, where it is known
   */
  public List<Coverage> coverage(@Nullable String account) {
    return new CoverageQuestion(this, client, account).ask();
  }

  /**
   * What GuardDuty denies us of what the poll and the coverage ask for, a sentence each.
   *
   * @param coverage whether coverage is asked for
   * @throws GuardDutyException where it does not even tell its detector
   */
  public List<String> denied(boolean coverage) throws GuardDutyException {
    List<String> denied = new ArrayList<>();
    for (String detector : detectors()) {
      Instant now = Instant.now();
      attempt(
          "guardduty:ListFindings",
          denied,
          () -> client.listFindings(request(detector, now, now, null)));
      attempt(
          "guardduty:GetFindings",
          denied,
          () -> client.getFindings(get -> get.detectorId(detector).findingIds(NO_FINDING)));
      if (coverage) {
        attempt(
            "guardduty:GetDetector",
            denied,
            () -> client.getDetector(get -> get.detectorId(detector)));
        attempt(
            "guardduty:ListMembers",
            denied,
            () -> client.listMembers(list -> list.detectorId(detector)));
        attempt(
            "guardduty:GetMemberDetectors",
            denied,
            () -> client.getMemberDetectors(get -> get.detectorId(detector).accountIds(NOBODY)));
      }
    }
    return denied;
  }

  private void attempt(String permission, List<String> denied, Supplier<?> call) {
    try {
      asked(permission, call);
    } catch (GuardDutyException e) {
      // Anything but a denial is of no interest here: the finding and the member do not exist.
      if (e.reason() == Reason.DENIED) {
        denied.add(e.getMessage());
      }
    }
  }

  @Override
  public void close() {
    client.close();
  }

  /** One call, or several; what GuardDuty refuses becomes a sentence. */
  <T> T asked(String permission, Supplier<T> call) throws GuardDutyException {
    try {
      return call.get();
    } catch (AwsServiceException e) {
      throw refused(permission, e);
    } catch (SdkException e) {
      if (e instanceof AbortedException) {
        // The SDK takes the interrupt for itself; the thread's owner wants to know of it.
        Thread.currentThread().interrupt();
      }
      throw new GuardDutyException(
          Reason.UNAVAILABLE,
          "GuardDuty cannot be reached in " + region + ": " + e.getMessage(),
          e);
    }
  }

  private GuardDutyException refused(String permission, AwsServiceException e) {
    String code =
        e.awsErrorDetails() == null ? "" : String.valueOf(e.awsErrorDetails().errorCode());
    if (NOT_ENABLED.contains(code)) {
      return new GuardDutyException(
          Reason.REGION_NOT_ENABLED,
          region + " is not enabled for the account, or its credentials are wrong (" + code + ")",
          e);
    }
    MissingPermission missing = MissingPermission.in(e, permission, region).orElse(null);
    if (missing != null && missing.action().equals("sts:AssumeRole")) {
      return new GuardDutyException(Reason.DENIED, missing.sentence(), e);
    }
    if (missing != null) {
      return new GuardDutyException(
          Reason.DENIED,
          "GuardDuty denies "
              + region
              + ": allow "
              + permission
              + " there, or leave the region out of SIGHTLINE_GUARDDUTY_REGIONS",
          e);
    }
    return new GuardDutyException(
        Reason.UNAVAILABLE,
        "GuardDuty in "
            + region
            + " answered "
            + e.statusCode()
            + " "
            + code
            + ": it will be asked again",
        e);
  }
}
