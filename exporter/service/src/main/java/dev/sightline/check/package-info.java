/**
 * Whether everything that the service needs is there: configuration and connections, line by line,
 * with what to do where something is not as needed. Changes nothing, and writes an event only when
 * asked to.
 */
@NullMarked
package dev.sightline.check;

import org.jspecify.annotations.NullMarked;
