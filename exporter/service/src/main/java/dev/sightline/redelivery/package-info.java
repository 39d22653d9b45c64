/**
 * What Splunk already has of what comes again.
 *
 * <p>Enters: the ids that a redelivered message would send, and when it was received. Leaves: which
 * of them Splunk's search shows, asked after everything that was under way at the receive must have
 * become searchable. On any doubt the answer is "none": nothing is lost here, at worst it is sent
 * twice, as without this room. Splunk is asked so often in an hour, and for so long, and no more.
 */
@NullMarked
package dev.sightline.redelivery;

import org.jspecify.annotations.NullMarked;
