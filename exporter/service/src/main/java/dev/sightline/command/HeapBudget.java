package dev.sightline.command;

import dev.sightline.configuration.Settings;
import dev.sightline.hec.HecConfiguration;
import dev.sightline.object.ObjectConfiguration;

/**
 * Whether what may be in flight at once fits into the heap. An exporter that runs out of memory
 * ends, comes back and runs out of memory again: it is refused before it receives anything.
 */
final class HeapBudget {
  /** The service at rest, and its ledgers when they are full. */
  static final long SERVICE_BYTES = 44_000_000;

  /** A message in flight with its text: a notification, or an event as most are. */
  static final long MESSAGE_BYTES = 8_000;

  /** An object that is read: its windows, its connection, and a record that is larger than most. */
  static final long OBJECT_BYTES = 1_000_000;

  /** What every Splunk but the first needs: its connections, and what its probes hold. */
  static final long DESTINATION_BYTES = 1_000_000;

  /** What is remembered of objects that lack at one Splunk, when that is full. */
  static final long LACKING_BYTES = 8_000_000;

  /** A batch's buffer grows by doubling: up to half of it may be empty. */
  static final int BYTES_PER_BYTE_IN_FLIGHT = 2;

  private static final long LEAST_IN_FLIGHT_BYTES = 1_000_000;
  private static final String IN_FLIGHT = "sightline.hec.in-flight-bytes";

  private HeapBudget() {}

  /** What the configuration may need, in bytes. */
  static long needed(
      HecConfiguration hec, int destinations, ObjectConfiguration objects, long messages) {
    return fixed(destinations, objects, messages) + BYTES_PER_BYTE_IN_FLIGHT * hec.inFlightBytes();
  }

  /**
   * Notes a problem where the heap is too small.
   *
   * @param hec with the bytes in flight of all destinations
   * @param messages in flight at most, of all queues
   * @param heapBytes the heap's largest size
   */
  static void check(
      Settings settings,
      HecConfiguration hec,
      int destinations,
      ObjectConfiguration objects,
      long messages,
      long heapBytes) {
    long needed = needed(hec, destinations, objects, messages);
    if (needed <= heapBytes) {
      return;
    }
    long most = (heapBytes - fixed(destinations, objects, messages)) / BYTES_PER_BYTE_IN_FLIGHT;
    String lower =
        most < LEAST_IN_FLIGHT_BYTES
            ? ""
            : ", or set it to " + most / 1_000_000 + "MB or less, which carries as safely";
    settings.problem(
        IN_FLIGHT,
        megabytes(hec.inFlightBytes())
            + " in flight, "
            + objects.open()
            + " open objects (SIGHTLINE_OBJECT_OPEN), "
            + messages
            + " messages (SIGHTLINE_QUEUE_MESSAGES for each queue)"
            + (destinations > 1 ? ", " + destinations + " destinations" : "")
            + " and the service itself need a"
            + " heap of "
            + megabytes(needed)
            + ", and this JVM's is "
            + heapBytes / 1_000_000
            + " MB at most: give it more (-Xmx, or the container's memory limit, of which the"
            + " image gives half to the heap)"
            + lower
            + ".");
  }

  private static long fixed(int destinations, ObjectConfiguration objects, long messages) {
    long further = destinations > 1 ? LACKING_BYTES + (destinations - 1) * DESTINATION_BYTES : 0;
    return SERVICE_BYTES + further + objects.open() * OBJECT_BYTES + messages * MESSAGE_BYTES;
  }

  private static String megabytes(long bytes) {
    return (bytes + 999_999) / 1_000_000 + " MB";
  }
}
