/**
 * Recognises what an object or a message holds, and has it read by the room that knows it.
 *
 * <p>In: a stream with the name it has, or a message's text. Out: each record, finding, line or
 * query as what it is, to a {@link dev.sightline.content.Recipient}; or events, ready for HEC, one
 * after the other. The service, {@code replay} and {@code hunt} recognise by the same {@link
 * dev.sightline.content.Recogniser}: by the content first and by the key second; nothing is
 * configured. What cannot be read at all is an {@link
 * dev.sightline.content.UnreadableContentException}; a record that cannot be carried is told, and
 * its neighbours are read.
 */
@NullMarked
package dev.sightline.content;

import org.jspecify.annotations.NullMarked;
