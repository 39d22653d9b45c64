package dev.sightline.pipeline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.sightline.pipeline.EventLedger.Claim;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class EventLedgerTest {
  private final EventLedger ledger = new EventLedger(2);
  private final List<String> told = new ArrayList<>();

  private final EventLedger.Follower follower =
      new EventLedger.Follower() {
        @Override
        public void delivered() {
          told.add("delivered");
        }

        @Override
        public void failed(String reason) {
          told.add(reason);
        }
      };

  @Test
  void an_event_is_remembered_only_when_splunk_has_it() {
    assertEquals(Claim.GRANTED, ledger.claim("a", follower));
    ledger.failed("a", "no");
    assertEquals(Claim.GRANTED, ledger.claim("a", follower));
    ledger.delivered("a");
    assertEquals(Claim.DELIVERED, ledger.claim("a", follower));
    assertEquals(List.of(), told);
  }

  @Test
  void whoever_brings_it_meanwhile_learns_what_becomes_of_it() {
    assertEquals(Claim.GRANTED, ledger.claim("a", follower));
    assertFalse(ledger.isFollowed("a"));
    assertEquals(Claim.FOLLOWED, ledger.claim("a", follower));
    assertTrue(ledger.isFollowed("a"));
    ledger.failed("a", "refused");
    assertEquals(List.of("refused"), told);
    assertEquals(Claim.GRANTED, ledger.claim("a", follower));
    assertEquals(Claim.FOLLOWED, ledger.claim("a", follower));
    ledger.delivered("a");
    assertEquals(List.of("refused", "delivered"), told);
  }

  @Test
  void it_forgets_what_it_saw_the_longest_time_ago() {
    for (String id : List.of("a", "b", "c")) {
      ledger.claim(id, follower);
      ledger.delivered(id);
    }
    assertEquals(Claim.DELIVERED, ledger.claim("c", follower));
    assertEquals(Claim.DELIVERED, ledger.claim("b", follower));
    assertEquals(Claim.GRANTED, ledger.claim("a", follower));
  }
}
