/**
 * Recognises what an object or a message holds, and has it read by the room that knows it.
 *
 * <p>In: a stream with the name it has, or a message's text. Out: events, ready for HEC, one after
 * the other. What is recognised is recognised by its content first and by its key second; nothing
 * is configured. What cannot be read at all is an {@link
 * dev.sightline.content.UnreadableContentException}; a record that cannot be carried is told, and
 * its neighbours are read.
 */
@NullMarked
package dev.sightline.content;

import org.jspecify.annotations.NullMarked;
