package dev.sightline.telemetry;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.DoubleSupplier;

/**
 * Every figure of the exporter. Key relationships:
 *
 * <ul>
 *   <li>messages received = deleted + released + quarantined + in flight
 *   <li>records read = delivered + rejected + unresolved + in flight; those that rules have left
 *       out are not among them
 * </ul>
 */
public final class Measures {

  private static final int LONGEST_TAG = 120;

  /** How a message ends here. */
  public enum MessageEnd {
    /** All that it announced is delivered, or there was nothing to carry. */
    DELETED,
    /** Given back to the queue, to be received again. */
    RELEASED,
    /** Something of it is kept in the quarantine, the rest is delivered. */
    QUARANTINED
  }

  /** How a record ends here. */
  public enum RecordEnd {
    /** Where the destination's guarantee promises. */
    DELIVERED,
    /** Refused by Splunk for itself, or not carriable; kept in the quarantine. */
    REJECTED,
    /** Its fate is open; its message is given back. */
    UNRESOLVED
  }

  private final MeterRegistry meters;
  private final Flow<MessageEnd> messages;
  private final Flow<RecordEnd> records;
  private final Counter objects;
  private final Counter objectBytes;
  private final Counter repeated;
  private final Counter eventsRepeated;
  private final Counter quarantined;
  private final Counter untimed;
  private final Counter receiptsLost;
  private final Counter resent;
  private final Reductions reductions;
  private final AtomicLong messageAgeSeconds = new AtomicLong();
  private final AtomicLong unwatched = new AtomicLong();

  public Measures(MeterRegistry meters) {
    this.meters = meters;
    this.messages = new Flow<>(meters, "sightline.messages", "received", MessageEnd.class);
    this.records = new Flow<>(meters, "sightline.records", "read", RecordEnd.class);
    this.reductions = new Reductions(meters);
    this.objects = meters.counter("sightline.objects.read");
    this.objectBytes = meters.counter("sightline.objects.inflated.bytes");
    this.repeated = meters.counter("sightline.objects.repeated");
    this.eventsRepeated = meters.counter("sightline.events.repeated");
    this.quarantined = meters.counter("sightline.quarantine.entries");
    this.untimed = meters.counter("sightline.records.untimed");
    this.receiptsLost = meters.counter("sightline.messages.receipts.lost");
    this.resent = meters.counter("sightline.hec.events.resent");
    meters.gauge("sightline.messages.age.seconds", messageAgeSeconds);
  }

  public Flow<MessageEnd> messages() {
    return messages;
  }

  public Flow<RecordEnd> records() {
    return records;
  }

  /** An object was read to its end. */
  public void objectRead(long inflatedBytes) {
    objects.increment();
    objectBytes.increment((double) inflatedBytes);
  }

  public long objects() {
    return (long) objects.count();
  }

  public long objectBytes() {
    return (long) objectBytes.count();
  }

  /** An object was announced again that was carried before, and not sent again. */
  public void objectRepeated() {
    repeated.increment();
  }

  public long objectsRepeated() {
    return (long) repeated.count();
  }

  /** An event came again, by the same way or another, and was not sent again. */
  public void eventRepeated() {
    eventsRepeated.increment();
  }

  public long eventsRepeated() {
    return (long) eventsRepeated.count();
  }

  /** Something was announced that brings nothing to carry. */
  public void nothing(String kind) {
    meters.counter("sightline.notifications.nothing", "kind", kind).increment();
  }

  /** How often something of this kind was announced. */
  public long nothings(String kind) {
    return (long) meters.counter("sightline.notifications.nothing", "kind", kind).count();
  }

  /**
   * A key was announced that nobody wants, and its object was not fetched.
   *
   * @param pattern that excludes it, or words for none that includes it: one of a few
   */
  public void unwanted(String pattern) {
    unwantedCounter(pattern).increment();
  }

  /** How often a key was announced that this pattern left out. */
  public long unwantedBy(String pattern) {
    return (long) unwantedCounter(pattern).count();
  }

  private Counter unwantedCounter(String pattern) {
    String tag = pattern.substring(0, Math.min(LONGEST_TAG, pattern.length()));
    return meters.counter("sightline.keys.unwanted", "pattern", tag);
  }

  /**
   * A rule left something out of a record, or all of it.
   *
   * @param action dropped, sampled or trimmed
   * @param bytes of the record that are not sent
   */
  public void reduced(String rule, String action, long bytes) {
    reductions.add(rule, action, bytes);
  }

  /** What rules left out. */
  public Reductions reductions() {
    return reductions;
  }

  /** A record has no readable eventTime: its time is what its other members tell. */
  public void recordUntimed() {
    untimed.increment();
  }

  public long recordsUntimed() {
    return (long) untimed.count();
  }

  /** The quarantine keeps one more entry. */
  public void quarantineEntry() {
    quarantined.increment();
  }

  public long quarantineEntries() {
    return (long) quarantined.count();
  }

  /** A message's receipt was lost before its end: it may be delivered twice. */
  public void receiptLost() {
    receiptsLost.increment();
  }

  /** How old the message was that was received last, from its sending on. */
  public void messageAge(long seconds) {
    messageAgeSeconds.set(seconds);
  }

  public long messageAgeSeconds() {
    return messageAgeSeconds.get();
  }

  /** In so many accounts and regions GuardDuty does not watch, or does not tell; asked daily. */
  public void unwatched(long accountsAndRegions) {
    unwatched.set(accountsAndRegions);
    // Here and not at the start: who was never asked is not told to be watched everywhere. A
    // second registration changes nothing.
    meters.gauge("sightline.guardduty.unwatched", unwatched);
  }

  /** The figures of a destination; the same ones for the same name. */
  public DestinationMeasures destination(String name) {
    return new DestinationMeasures(meters, name);
  }

  /** A request with events ended so. */
  public void request(String destination, String endpoint, String outcome, long bytes) {
    meters
        .counter(
            "sightline.hec.requests",
            "destination",
            destination,
            "endpoint",
            endpoint,
            "outcome",
            outcome)
        .increment();
    meters
        .counter("sightline.hec.request.bytes", "destination", destination, "endpoint", endpoint)
        .increment((double) bytes);
  }

  /** The ack endpoint was asked. */
  public void ackPoll(String destination, String endpoint) {
    meters
        .counter("sightline.hec.ack.polls", "destination", destination, "endpoint", endpoint)
        .increment();
  }

  /** Splunk was asked what it has of something that came again, and answered or did not. */
  public void redelivery(String outcome) {
    meters.counter("sightline.redelivery.questions", "outcome", outcome).increment();
  }

  /** So many records were found in Splunk, and not sent again. */
  public void found(long records) {
    meters.counter("sightline.redelivery.records.found").increment((double) records);
  }

  /** So many events were sent again because nothing confirmed them. */
  public void resent(long events) {
    resent.increment((double) events);
  }

  /** Registers a value that is asked for when somebody looks; NaN where it is not known. */
  public void gauge(String name, DoubleSupplier now) {
    Gauge.builder(name, now::getAsDouble).register(meters);
  }

  /** The same for one of several. */
  public void gauge(String name, String tag, String value, DoubleSupplier now) {
    Gauge.builder(name, now::getAsDouble).tag(tag, value).register(meters);
  }

  /** What counts as delivered at a destination. */
  public void guarantee(String destination, String guarantee) {
    Gauge.builder("sightline.hec.guarantee", () -> 1)
        .tag("destination", destination)
        .tag("guarantee", guarantee)
        .register(meters);
  }

  /** The same for an endpoint of a destination. */
  public void endpointGauge(String name, String destination, String endpoint, DoubleSupplier now) {
    Gauge.builder(name, now::getAsDouble)
        .tag("destination", destination)
        .tag("endpoint", endpoint)
        .register(meters);
  }
}
