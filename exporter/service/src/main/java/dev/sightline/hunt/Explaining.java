package dev.sightline.hunt;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.content.Kind;
import dev.sightline.content.Leftover;
import dev.sightline.content.Recipient;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.flowlog.FlowLogFormat;
import dev.sightline.flowlog.FlowLogLine;
import dev.sightline.guardduty.Finding;
import dev.sightline.hunt.Explanation.OfContent;
import dev.sightline.resolver.ResolverQuery;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Counts what one file turns out to hold, content by content. Used by one thread. */
final class Explaining implements Recipient {
  private static final int MOST_REASONS = 5;
  private static final int MOST_SHOWN = 60;

  private final List<OfContent> contents = new ArrayList<>();
  private boolean begun;
  private String name = "";
  private List<String> packed = List.of();
  private String family = "";
  private String words = "";
  private Map<String, Long> holds = new LinkedHashMap<>();
  private List<String> reasons = new ArrayList<>();
  private long unread;

  /**
   * What was found so far, the content that is read now included.
   *
   * @param gzip whether all of it is stored as gzip
   */
  List<OfContent> contents(boolean gzip) {
    end();
    return gzip ? contents.stream().map(content -> content.in("gzip")).toList() : contents;
  }

  private void end() {
    if (begun) {
      contents.add(new OfContent(name, packed, family, words, Map.copyOf(holds), reasons, unread));
    }
    begun = false;
  }

  private void begin(String of, String packedIn, String is, String saying) {
    end();
    begun = true;
    name = of;
    packed = packedIn.isEmpty() ? List.of() : List.of(packedIn.split(", ", -1));
    family = is;
    words = saying;
    holds = new LinkedHashMap<>();
    reasons = new ArrayList<>();
    unread = 0;
  }

  private void holds(String what) {
    holds.merge(what, 1L, Long::sum);
  }

  private void unread(String reason) {
    unread++;
    if (reasons.size() < MOST_REASONS) {
      reasons.add(reason);
    }
  }

  void empty(String of) {
    begin(of, "", Leftover.EMPTY.id(), "0 bytes");
  }

  /** It turned out to be a digest, which is told only at its end. */
  void digest() {
    family = "cloudtrail_digest";
    words = "a digest of CloudTrail: it holds no records";
  }

  @Override
  public void begins(String of, String packedIn, Kind kind) {
    begin(of, packedIn, kind.name().toLowerCase(Locale.ROOT), kind.words());
  }

  @Override
  public void other(String of, String id, String said) {
    family = id;
    words = said + ": it holds no records";
  }

  @Override
  public void cloudTrail(CloudTrailRecord record) {
    holds("records");
  }

  @Override
  public void partial(CloudTrailRecord record) {
    holds("partial records");
  }

  @Override
  public void finding(Finding finding, long ordinal) {
    holds("findings");
  }

  @Override
  public void format(String of, FlowLogFormat format) {
    words = words + ", columns " + String.join(" ", format.columns());
  }

  @Override
  public void flow(FlowLogLine line) {
    holds("flows");
  }

  @Override
  public void query(ResolverQuery query) {
    holds("queries");
  }

  @Override
  public void event(EventBridgeEvent event, long ordinal) {
    holds("events");
  }

  @Override
  public void unknown(byte[] buffer, int offset, int length, long ordinal, long timeMillis) {
    int shown = Math.min(MOST_SHOWN, length);
    unread(
        "Object "
            + ordinal
            + " is neither a record nor a finding, and wraps none; it begins with '"
            + new String(buffer, offset, shown, StandardCharsets.UTF_8).replaceAll("[^ -~]", "?")
            + "'.");
  }

  @Override
  public void unreadable(long ordinal, String reason) {
    unread(reason);
  }

  @Override
  public void nothing(String what) {
    String reason = "A " + what.replace('_', ' ') + " is no record.";
    if (!reasons.contains(reason) && reasons.size() < MOST_REASONS) {
      reasons.add(reason);
    }
  }

  @Override
  public void damaged(String of, String reason, long ordinal) {
    if (!begun || !of.equals(name)) {
      begin(of, "", "unreadable", "not readable");
    }
    unread(reason);
  }
}
