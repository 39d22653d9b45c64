/**
 * The only place where an event's time, host, source, sourcetype, index and fields are chosen.
 *
 * <p>Enters: a record of any room, with the identity of its object where it has none of its own.
 * Leaves: an event for HEC that carries the record's bytes as they came.
 */
@NullMarked
package dev.sightline.envelope;

import org.jspecify.annotations.NullMarked;
