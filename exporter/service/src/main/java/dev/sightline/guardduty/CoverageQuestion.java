package dev.sightline.guardduty;

import dev.sightline.guardduty.Coverage.State;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.guardduty.GuardDutyClient;
import software.amazon.awssdk.services.guardduty.model.DetectorStatus;
import software.amazon.awssdk.services.guardduty.model.GetDetectorResponse;
import software.amazon.awssdk.services.guardduty.model.Member;

/** Asks one region who is watched there. Used once. */
final class CoverageQuestion {
  private static final Pattern ROLE = Pattern.compile("arn:[a-z-]+:iam::(\\d{12}):.*");
  private static final int MOST_IN_A_CALL = 50;

  private final GuardDutyRegion region;
  private final GuardDutyClient client;
  private final String account;
  private final List<Coverage> found = new ArrayList<>();

  CoverageQuestion(GuardDutyRegion region, GuardDutyClient client, @Nullable String account) {
    this.region = region;
    this.client = client;
    this.account = account == null ? "unknown" : account;
  }

  List<Coverage> ask() {
    try {
      List<String> detectors = region.detectors();
      for (String detector : detectors) {
        detector(detector);
      }
      if (detectors.isEmpty()) {
        add(account, State.MISSING, null, Map.of(), "there is no detector");
      }
    } catch (GuardDutyException e) {
      switch (e.reason()) {
        case REGION_NOT_ENABLED -> {}
        case DENIED, UNAVAILABLE -> add(account, State.UNKNOWN, null, Map.of(), e.getMessage());
      }
    }
    return found;
  }

  private void detector(String detector) throws GuardDutyException {
    GetDetectorResponse answer =
        region.asked(
            "guardduty:GetDetector", () -> client.getDetector(get -> get.detectorId(detector)));
    Map<String, String> features = new HashMap<>();
    answer
        .features()
        .forEach(feature -> features.put(feature.nameAsString(), feature.statusAsString()));
    boolean on = answer.status() == DetectorStatus.ENABLED;
    Matcher role = ROLE.matcher(String.valueOf(answer.serviceRole()));
    String owner = role.matches() ? role.group(1) : account;
    add(
        owner,
        on ? State.ON : State.OFF,
        detector,
        features,
        on ? "the detector is on" : "the detector is suspended");
    try {
      members(detector);
    } catch (GuardDutyException e) {
      // An account that administers nobody need not be allowed to ask.
      if (e.reason() != GuardDutyException.Reason.DENIED) {
        add(owner + " (members)", State.UNKNOWN, detector, Map.of(), e.getMessage());
      }
    }
  }

  private void members(String detector) throws GuardDutyException {
    List<Member> members =
        region.asked(
            "guardduty:ListMembers",
            () ->
                client
                    .listMembersPaginator(list -> list.detectorId(detector).onlyAssociated("false"))
                    .members()
                    .stream()
                    .toList());
    for (int from = 0; from < members.size(); from += MOST_IN_A_CALL) {
      List<Member> some = members.subList(from, Math.min(members.size(), from + MOST_IN_A_CALL));
      Map<String, Map<String, String>> features = features(detector, some);
      for (Member member : some) {
        String relation = String.valueOf(member.relationshipStatus());
        boolean on = relation.equalsIgnoreCase("Enabled");
        add(
            member.accountId(),
            on ? State.ON : State.OFF,
            detector,
            features.getOrDefault(member.accountId(), Map.of()),
            "the member is " + relation.toLowerCase(Locale.ROOT));
      }
    }
  }

  private Map<String, Map<String, String>> features(String detector, List<Member> members)
      throws GuardDutyException {
    List<String> accounts = members.stream().map(Member::accountId).toList();
    Map<String, Map<String, String>> features = new HashMap<>();
    region
        .asked(
            "guardduty:GetMemberDetectors",
            () -> client.getMemberDetectors(get -> get.detectorId(detector).accountIds(accounts)))
        .memberDataSourceConfigurations()
        .forEach(member -> {
          Map<String, String> states = new HashMap<>();
          member
              .features()
              .forEach(feature -> states.put(feature.nameAsString(), feature.statusAsString()));
          features.put(member.accountId(), states);
        });
    return features;
  }

  private void add(
      String of,
      State state,
      @Nullable String detector,
      Map<String, String> features,
      String said) {
    found.add(new Coverage(of, region.region(), state, detector, features, said));
  }
}
