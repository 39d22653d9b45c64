/**
 * Reads EventBridge's events out of the messages that carry them.
 *
 * <p>In: a message's text. Out: the event as the bytes that it came as, with what EventBridge says
 * of it, and where in it the detail is. Nothing is judged but that it is one JSON object that has a
 * source, a type and a detail.
 */
@NullMarked
package dev.sightline.eventbridge;

import org.jspecify.annotations.NullMarked;
