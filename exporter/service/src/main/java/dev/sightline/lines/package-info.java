/**
 * A stream into lines, bounded: what every line-based log is read with. Imports none of ours.
 *
 * <p>In: a stream of inflated bytes. Out: each line as a view of a window that slides, so that
 * memory does not grow with the stream. A line that is longer than the bound is told as such and
 * never held.
 */
@NullMarked
package dev.sightline.lines;

import org.jspecify.annotations.NullMarked;
