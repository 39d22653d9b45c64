/**
 * What Splunk has of the records that it should have.
 *
 * <p>Enters: objects by their identity, ids of events, and the time that the events are of. Leaves:
 * what Splunk's index holds of them, counted on indexed fields. Nothing is written, and nothing is
 * guessed: where Splunk does not answer wholly, there is an exception and no answer.
 */
@NullMarked
package dev.sightline.completeness;

import org.jspecify.annotations.NullMarked;
