/**
 * Cuts CloudTrail logs into records.
 *
 * <p>In: a stream of inflated bytes. Out: each record as the bytes that AWS wrote, with the four
 * members that the envelope needs. No JSON tree is built; what is inside a record is carried, not
 * judged. What is not a log is a {@link dev.sightline.cloudtrail.NotCloudTrailException}; a log
 * that breaks off or is not JSON half-way hands out the records before the fault and ends in a
 * {@link dev.sightline.cloudtrail.MalformedLogException}; a record that cannot be carried is told
 * as an {@link dev.sightline.cloudtrail.UnreadableRecord}, and its neighbours are read.
 */
@NullMarked
package dev.sightline.cloudtrail;

import org.jspecify.annotations.NullMarked;
