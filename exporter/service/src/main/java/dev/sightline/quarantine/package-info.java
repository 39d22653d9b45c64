/**
 * Keeps what could not be delivered, with the reason and where it is to be found, until a person
 * has looked at it: in the source's dead-letter queue, another queue, or a bucket.
 *
 * <p>Enters: an {@link dev.sightline.quarantine.Entry}. Leaves: the same, listed, shown or taken
 * out for a replay. {@link dev.sightline.quarantine.Quarantine#store} returns only when the entry
 * is kept; whoever stores deletes nothing before.
 */
@NullMarked
package dev.sightline.quarantine;

import org.jspecify.annotations.NullMarked;
