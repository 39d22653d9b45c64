/**
 * Whether nothing is missing: S3 held to what AWS signed, and Splunk held to S3 and to GuardDuty's
 * API.
 *
 * <p>Enters: a place in S3, a time, and what Splunk's index is asked. Leaves: how much is whole, by
 * hours too, and a sentence for everything that is not, with what it would take to repair it.
 * Nothing is written, and nothing is guessed: where S3, GuardDuty or Splunk does not answer wholly,
 * there is an exception and no answer.
 */
@NullMarked
package dev.sightline.completeness;

import org.jspecify.annotations.NullMarked;
