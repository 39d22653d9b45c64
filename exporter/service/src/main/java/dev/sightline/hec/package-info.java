/**
 * Delivery to Splunk's HTTP Event Collector. Knows nothing of AWS and imports none of ours but the
 * values of {@code configuration}.
 *
 * <p>Enters: a {@link dev.sightline.hec.Batch}. Leaves: for every event of it exactly one verdict,
 * told to a {@link dev.sightline.hec.Verdicts}: delivered, rejected or unresolved. Nothing is lost
 * here: an event whose fate is unknown is sent again or told as unresolved, never as delivered.
 */
@NullMarked
package dev.sightline.hec;

import org.jspecify.annotations.NullMarked;
