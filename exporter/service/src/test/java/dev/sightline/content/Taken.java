package dev.sightline.content;

import dev.sightline.cloudtrail.CloudTrailRecord;
import dev.sightline.eventbridge.EventBridgeEvent;
import dev.sightline.flowlog.FlowLogFormat;
import dev.sightline.flowlog.FlowLogLine;
import dev.sightline.guardduty.Finding;
import dev.sightline.resolver.ResolverQuery;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a recogniser hands on, as text. */
final class Taken implements Recipient {
  final List<String> records = new ArrayList<>();
  final List<String> partial = new ArrayList<>();
  final List<String> findings = new ArrayList<>();
  final List<String> flows = new ArrayList<>();
  final List<String> queries = new ArrayList<>();
  final List<String> events = new ArrayList<>();
  final List<String> unknown = new ArrayList<>();
  final List<String> reasons = new ArrayList<>();
  final List<String> nothings = new ArrayList<>();
  final List<Long> ordinals = new ArrayList<>();
  final List<Long> times = new ArrayList<>();
  final List<String> accounts = new ArrayList<>();

  static Taken of(Recogniser.Forms forms, String name, byte[] content) throws IOException {
    Taken taken = new Taken();
    taken.read(forms, name, content, 1 << 26);
    return taken;
  }

  Contents read(Recogniser.Forms forms, String name, byte[] content, long maximum)
      throws IOException {
    try {
      return new Recogniser(this, forms).read(new ByteArrayInputStream(content), name, maximum);
    } catch (InterruptedException e) {
      throw new IllegalStateException("nobody interrupts a test", e);
    }
  }

  private static String text(byte[] buffer, int offset, int length) {
    return new String(buffer, offset, length, StandardCharsets.UTF_8);
  }

  @Override
  public void cloudTrail(CloudTrailRecord record) {
    records.add(text(record.buffer(), record.offset(), record.length()));
    ordinals.add(record.ordinal());
    times.add(record.eventTimeMillis());
    accounts.add(String.valueOf(record.recipientAccountId()));
  }

  @Override
  public void partial(CloudTrailRecord record) {
    partial.add(text(record.buffer(), record.offset(), record.length()));
    ordinals.add(record.ordinal());
  }

  @Override
  public void finding(Finding finding, long ordinal) {
    findings.add(finding.identity());
    ordinals.add(ordinal);
  }

  @Override
  public void format(String name, FlowLogFormat format) {}

  @Override
  public void flow(FlowLogLine line) {
    flows.add(text(line.buffer(), line.offset(), line.length()));
    ordinals.add(line.ordinal());
  }

  @Override
  public void query(ResolverQuery query) {
    queries.add(text(query.buffer(), query.offset(), query.length()));
    ordinals.add(query.ordinal());
  }

  @Override
  public void event(EventBridgeEvent event, long ordinal) {
    events.add(event.id());
    ordinals.add(ordinal);
  }

  @Override
  public void unknown(byte[] buffer, int offset, int length, long ordinal, long timeMillis) {
    unknown.add(text(buffer, offset, length));
    ordinals.add(ordinal);
  }

  @Override
  public void unreadable(long ordinal, String reason) {
    reasons.add(reason);
    ordinals.add(ordinal);
  }

  @Override
  public void nothing(String name) {
    nothings.add(name);
  }

  @Override
  public void damaged(String name, String reason, long ordinal) {
    reasons.add(reason);
    ordinals.add(ordinal);
  }
}
