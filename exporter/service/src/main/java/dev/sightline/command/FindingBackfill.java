package dev.sightline.command;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.family.Families;
import dev.sightline.guardduty.GuardDutyConfiguration;
import dev.sightline.guardduty.GuardDutyException;
import dev.sightline.guardduty.GuardDutyRegion;
import dev.sightline.pipeline.EventLedger;
import dev.sightline.pipeline.FindingPoll;
import dev.sightline.route.Rules;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The findings that GuardDuty's API still has, region by region. */
final class FindingBackfill {
  private static final int LEDGER = 1_000_000;

  private final List<GuardDutyRegion> regions;
  private final boolean json;
  private final List<List<String>> rows = new ArrayList<>();
  private final List<String> problems = new ArrayList<>();
  private long findings;
  private int unheard;

  FindingBackfill(
      AwsClients aws, GuardDutyConfiguration configuration, List<String> wanted, boolean json) {
    this.regions = aws.guardDuty(wanted.isEmpty() ? configuration.regions() : wanted);
    this.json = json;
    rows.add(List.of("REGION", "FINDINGS"));
  }

  /**
   * @param destinations where to send; none to count
   * @param rules that say what goes where
   */
  int run(
      @Nullable LocalDate first,
      @Nullable LocalDate last,
      List<NamedDestination> destinations,
      Rules rules,
      Duration wait)
      throws IOException, InterruptedException {
    Instant from = first == null ? Instant.EPOCH : first.atStartOfDay(ZoneOffset.UTC).toInstant();
    Instant until =
        last == null
            ? Instant.now()
            : last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toInstant().minusMillis(1);
    if (destinations.isEmpty()) {
      each(region -> {
        long count = 0;
        for (String detector : region.detectors()) {
          count += region.count(detector, from, until);
        }
        return new FindingPoll.Result(count, List.of());
      });
      return report();
    }
    try (Sending sending = new Sending(destinations, rules, Optional.empty())) {
      sending.awaitUsable(wait);
      FindingPoll poll =
          new FindingPoll(
              sending.reader(Families.STANDARD),
              sending.envelope(),
              sending.outlets(),
              new EventLedger(LEDGER),
              sending.measures(),
              InstantSource.system());
      each(region -> poll.findings(region, from, until));
      return report();
    }
  }

  @FunctionalInterface
  private interface Work {
    FindingPoll.Result on(GuardDutyRegion region)
        throws GuardDutyException, IOException, InterruptedException;
  }

  /** One region that refuses does not keep the others from their turn. */
  private void each(Work work) throws IOException, InterruptedException {
    Terminal terminal = Terminal.standardError();
    int done = 0;
    for (GuardDutyRegion region : regions) {
      terminal.progress(done++, regions.size(), region.region() + ", " + findings + " findings");
      try {
        FindingPoll.Result result = work.on(region);
        findings += result.findings();
        result.problems().forEach(problem -> problems.add(region.region() + ": " + problem));
        rows.add(List.of(region.region(), Long.toString(result.findings())));
      } catch (GuardDutyException e) {
        switch (e.reason()) {
          case REGION_NOT_ENABLED -> unheard++;
          case DENIED, UNAVAILABLE -> problems.add(e.getMessage());
        }
      }
    }
    terminal.progressEnds();
  }

  private int report() {
    PrintStream out = System.out;
    Terminal.table(rows).forEach(out::println);
    problems.forEach(out::println);
    out.println(
        findings
            + " findings, "
            + problems.size()
            + " problems, "
            + unheard
            + " regions that are not enabled");
    if (json) {
      ObjectNode line = new ObjectMapper().createObjectNode();
      line.put("findings", findings).put("regions_not_enabled", unheard);
      problems.forEach(line.putArray("problems")::add);
      out.println(line);
    }
    if (rows.size() == 1 || unheard == regions.size()) {
      return ExitCode.FAILED;
    }
    return problems.isEmpty() ? ExitCode.DONE : ExitCode.GAPS;
  }
}
