/**
 * What rules leave of a record of CloudTrail.
 *
 * <p>Enters: a record, and what the rules of {@code route} decided to leave out of it. Leaves: the
 * record as it came, or without some members, or nothing; always the same for the same record,
 * whoever asks and however often: whoever sends, whoever asks Splunk what it has of an object that
 * comes again, and whoever verifies that nothing is missing. Nothing is lost here: what is left out
 * is told, and stays in the bucket.
 */
@NullMarked
package dev.sightline.reduction;

import org.jspecify.annotations.NullMarked;
