package dev.sightline.pipeline;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The events with an identity of their own that this process brought to Splunk last, or is
 * bringing: a finding comes by EventBridge, by an export to S3 and out of the API, and is sent
 * once. It is remembered when Splunk has it, never before. Bounded; what it forgot is sent again,
 * under the same id.
 */
public final class EventLedger {
  private final int most;
  private final LinkedHashMap<String, Boolean> delivered = new LinkedHashMap<>(16, 0.75f, true);
  private final Map<String, List<Follower>> underWay = new HashMap<>();

  /** Waits for an event that another sends. */
  interface Follower {
    void delivered();

    /** The other did not bring it to Splunk: it must come again. */
    void failed(String reason);
  }

  /** What the ledger says to one who wants to send an event. */
  enum Claim {
    /** It is the caller's to send, who must end the claim. */
    GRANTED,
    /** Splunk has it. */
    DELIVERED,
    /** Another sends it, and the caller's follower is told what becomes of it. */
    FOLLOWED
  }

  /**
   * @param most events to remember
   */
  public EventLedger(int most) {
    this.most = most;
  }

  /** Claims an event, if nobody sends it or has sent it. */
  synchronized Claim claim(String id, Follower follower) {
    if (delivered.get(id) != null) {
      return Claim.DELIVERED;
    }
    List<Follower> followers = underWay.get(id);
    if (followers != null) {
      followers.add(follower);
      return Claim.FOLLOWED;
    }
    underWay.put(id, new ArrayList<>());
    return Claim.GRANTED;
  }

  /** Ends the caller's claim: Splunk has the event. */
  void delivered(String id) {
    List<Follower> followers;
    synchronized (this) {
      delivered.put(id, true);
      if (delivered.size() > most) {
        delivered.remove(delivered.firstEntry().getKey());
      }
      followers = followersAtTheEnd(id);
    }
    followers.forEach(Follower::delivered);
  }

  /** Ends the caller's claim: Splunk does not have the event, or nobody knows. */
  void failed(String id, String reason) {
    List<Follower> followers;
    synchronized (this) {
      followers = followersAtTheEnd(id);
    }
    followers.forEach(follower -> follower.failed(reason));
  }

  /** Whether anybody waits for the event that the caller sends. */
  synchronized boolean isFollowed(String id) {
    List<Follower> followers = underWay.get(id);
    return followers != null && !followers.isEmpty();
  }

  private List<Follower> followersAtTheEnd(String id) {
    List<Follower> followers = underWay.remove(id);
    return followers == null ? List.of() : followers;
  }
}
