/**
 * Steampipe's tables into Splunk's lookups, on a lane of its own: nothing of the journey of a
 * record waits for it. Enters: what each connection answers, and the operator's overrides. Leaves:
 * rows in a {@link dev.sightline.inventory.LookupStore}, and an {@link
 * dev.sightline.inventory.Outcome}.
 *
 * <p>Everything is read and judged before anything is written. What did not answer, or answered
 * with less than is believable, keeps its last good rows; nothing is deleted before its time.
 */
@NullMarked
package dev.sightline.inventory;

import org.jspecify.annotations.NullMarked;
