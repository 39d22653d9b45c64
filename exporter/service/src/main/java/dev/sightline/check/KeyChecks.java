package dev.sightline.check;

import dev.sightline.check.Finding.Verdict;
import dev.sightline.object.KeySelection;
import dev.sightline.object.ObjectException;
import dev.sightline.object.ObjectListing;
import java.util.ArrayList;
import java.util.List;

/** What the patterns over keys take of a bucket, by a sample of the keys that are there. */
public final class KeyChecks {
  private static final int CALLS = 60;
  private static final int MOST_SHOWN = 3;

  private KeyChecks() {}

  /**
   * Tries each pattern.
   *
   * @param queues the names of the queues, for which patterns may be
   */
  public static List<Finding> keys(
      ObjectListing listing,
      String bucket,
      String prefix,
      KeySelection wanted,
      List<String> queues) {
    String subject = "keys of " + bucket;
    List<String> sample;
    try {
      sample = listing.sample(bucket, prefix, CALLS);
    } catch (ObjectException e) {
      return List.of(
          new Finding(
              subject,
              Verdict.WARNING,
              "what the patterns take cannot be shown, since the bucket may not be listed: "
                  + e.getMessage()));
    }
    if (sample.isEmpty()) {
      return List.of(
          new Finding(subject, Verdict.WARNING, "there are none yet on which to try the patterns"));
    }
    List<Finding> findings = new ArrayList<>();
    for (KeySelection.Rule rule : wanted.includes()) {
      rule(rule, "includes", sample, bucket, queues, subject, findings);
    }
    for (KeySelection.Rule rule : wanted.excludes()) {
      rule(rule, "excludes", sample, bucket, queues, subject, findings);
    }
    for (String queue : concerned(wanted, queues)) {
      findings.add(left(wanted, sample, bucket, queue, subject));
    }
    return findings;
  }

  private static void rule(
      KeySelection.Rule rule,
      String does,
      List<String> sample,
      String bucket,
      List<String> queues,
      String subject,
      List<Finding> findings) {
    boolean here = rule.isFor(bucket, "") || queues.contains(rule.name());
    if (!here) {
      return;
    }
    List<String> taken = sample.stream().filter(rule.pattern()::matches).toList();
    findings.add(
        new Finding(
            subject,
            taken.isEmpty() ? Verdict.WARNING : Verdict.GOOD,
            rule.text()
                + " "
                + does
                + " "
                + taken.size()
                + " of "
                + sample.size()
                + " keys looked at"
                + shown(taken)));
  }

  /** Of no queue, and of each queue that has patterns of its own. */
  private static List<String> concerned(KeySelection wanted, List<String> queues) {
    List<String> concerned = new ArrayList<>(List.of(""));
    queues.stream()
        .filter(queue ->
            wanted.includes().stream().anyMatch(rule -> rule.name().equals(queue))
                || wanted.excludes().stream().anyMatch(rule -> rule.name().equals(queue)))
        .forEach(concerned::add);
    return concerned;
  }

  private static Finding left(
      KeySelection wanted, List<String> sample, String bucket, String queue, String subject) {
    List<String> none =
        sample.stream().filter(key -> wanted.unwanted(bucket, key, queue).isPresent()).toList();
    int taken = sample.size() - none.size();
    return new Finding(
        queue.isEmpty() ? subject : subject + " by " + queue,
        taken == 0 ? Verdict.WARNING : Verdict.GOOD,
        taken
            + " of "
            + sample.size()
            + " keys looked at are carried"
            + (taken == 0 ? ": the patterns may leave nothing" : "")
            + (none.isEmpty() ? "" : "; not wanted are" + shown(none)));
  }

  private static String shown(List<String> keys) {
    if (keys.isEmpty()) {
      return "";
    }
    String some = String.join(", ", keys.subList(0, Math.min(MOST_SHOWN, keys.size())));
    return ": " + some.replaceAll("[^ -~]", "?") + (keys.size() > MOST_SHOWN ? ", …" : "");
  }
}
