/**
 * Takes records out of what others wrapped around them: CloudWatch Logs' subscriptions and exports,
 * Splunk's exports, the tables of CloudTrail Lake and of the console, what the command line prints,
 * what shippers and senders to HEC keep.
 *
 * <p>In: a stream of JSON documents, of a table, or of lines with a time before them. Out: the
 * bytes of each record, finding or line as they were before somebody wrapped them, to a {@link
 * dev.sightline.wrapping.Taker}, which alone knows what they are. Memory is bounded by the largest
 * record. What holds nothing that is known is told with its reason; what follows it is read.
 */
@NullMarked
package dev.sightline.wrapping;

import org.jspecify.annotations.NullMarked;
