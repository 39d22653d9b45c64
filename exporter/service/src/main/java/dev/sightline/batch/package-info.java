/**
 * Events into batches, by bytes and by time. Owns how much may be in flight: whoever adds an event
 * waits while the limit is reached, which is the back-pressure on everything before.
 *
 * <p>Enters: events, each with the {@link dev.sightline.batch.Origin} that waits for its verdict.
 * Leaves: full or overdue batches, to the {@link dev.sightline.batch.Carrier}. Nothing is lost
 * here: every event that was added leaves in exactly one batch.
 */
@NullMarked
package dev.sightline.batch;

import org.jspecify.annotations.NullMarked;
