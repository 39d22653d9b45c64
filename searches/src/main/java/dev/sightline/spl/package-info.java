/**
 * A small, strict evaluator of SPL: an offline approximation of what Splunk does with a search.
 *
 * <p>What enters: the text of a search, an environment (macros, lookups, time) and events. What
 * leaves: rows, or an {@link dev.sightline.spl.syntax.SplException} that names a line and a column.
 * What is not supported is refused, never skipped.
 */
@NullMarked
package dev.sightline.spl;

import org.jspecify.annotations.NullMarked;
