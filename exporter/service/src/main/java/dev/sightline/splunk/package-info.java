/**
 * Splunk's management port: how to reach it, and searches there.
 *
 * <p>Enters: a search and the time that it is about; or objects and ids, for what the index holds
 * of them. Leaves: its rows, all of them, or an exception with a sentence. A search that ended
 * early, failed in part or told of a peer that is missing has no rows: half an answer would be
 * taken for the whole.
 */
@NullMarked
package dev.sightline.splunk;

import org.jspecify.annotations.NullMarked;
