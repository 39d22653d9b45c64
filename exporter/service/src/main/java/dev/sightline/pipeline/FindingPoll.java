package dev.sightline.pipeline;

import dev.sightline.content.ContentReader;
import dev.sightline.content.EventConsumer;
import dev.sightline.envelope.Envelope;
import dev.sightline.guardduty.Coverage;
import dev.sightline.guardduty.Finding;
import dev.sightline.guardduty.FindingConsumer;
import dev.sightline.guardduty.GuardDutyException;
import dev.sightline.guardduty.GuardDutyRegion;
import dev.sightline.route.ObjectRules;
import dev.sightline.telemetry.Measures;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;

/**
 * Takes findings out of GuardDuty's API, and what that says of itself, to Splunk. Asks once when it
 * is told to; who wants a schedule calls again.
 */
public final class FindingPoll {
  private final ContentReader reader;
  private final Envelope envelope;
  private final Outlets outlets;
  private final EventLedger ledger;
  private final Measures measures;
  private final InstantSource clock;

  /**
   * What became of the findings of one region.
   *
   * @param findings how many GuardDuty had
   * @param problems a sentence for each thing that keeps some of them from Splunk; empty where all
   *     are there
   */
  public record Result(long findings, List<String> problems) {
    public Result {
      problems = List.copyOf(problems);
    }
  }

  public FindingPoll(
      ContentReader reader,
      Envelope envelope,
      Outlets outlets,
      EventLedger ledger,
      Measures measures,
      InstantSource clock) {
    this.reader = reader;
    this.envelope = envelope;
    this.outlets = outlets;
    this.ledger = ledger;
    this.measures = measures;
    this.clock = clock;
  }

  /**
   * Sends every finding of a region that was updated in a span of time, and waits until Splunk has
   * them.
   *
   * @throws GuardDutyException where GuardDuty does not tell: what was sent has been waited for
   */
  public Result findings(GuardDutyRegion region, Instant from, Instant until)
      throws GuardDutyException, IOException, InterruptedException {
    ObjectDelivery delivery = new ObjectDelivery(measures, outlets);
    EventConsumer sender = new EventSender(outlets, delivery, ledger, measures, Wanted.ALL);
    ObjectRules routes = reader.rules().object("", "");
    try {
      long findings = 0;
      for (String detector : region.detectors()) {
        findings += region.findings(detector, from, until, new Sent(reader, routes, sender));
      }
      delivery.await(Long.MAX_VALUE);
      return new Result(findings, delivery.problems());
    } finally {
      delivery.giveUp();
    }
  }

  /** Sends an event for each account of a region, and waits until Splunk has them. */
  public List<Coverage> coverage(GuardDutyRegion region, String account)
      throws InterruptedException {
    List<Coverage> all = region.coverage(account);
    ObjectDelivery delivery = new ObjectDelivery(measures, outlets);
    EventSender sender = new EventSender(outlets, delivery, ledger, measures, Wanted.ALL);
    Instant now = clock.instant();
    try {
      long ordinal = 0;
      for (Coverage coverage : all) {
        byte[] json = coverage.json();
        String id =
            "coverage:" + coverage.account() + ":" + coverage.region() + ":" + now.getEpochSecond();
        sender.accept(envelope.own(id, now.toEpochMilli(), coverage.account(), json), ordinal++);
      }
      delivery.await(Long.MAX_VALUE);
    } finally {
      delivery.giveUp();
    }
    return all;
  }

  private record Sent(ContentReader reader, ObjectRules routes, EventConsumer sender)
      implements FindingConsumer {
    @Override
    public void accept(Finding finding, long ordinal) throws IOException, InterruptedException {
      reader.finding(finding, ordinal, routes, sender);
    }

    @Override
    public void unreadable(long ordinal, String reason) throws IOException, InterruptedException {
      sender.uncarried(ordinal, reason);
    }
  }
}
