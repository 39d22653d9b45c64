/**
 * The catalog, a search of one's own, or a pivot over files, without Splunk.
 *
 * <p>What enters: files as {@code replay} reads them, and JSON lines of any kind. What leaves:
 * hits, rows, or a graph. Searches run on this project's evaluator, an offline approximation of
 * SPL, each once over the whole range; {@code now()} is the newest event. A file or record that
 * cannot be read is told, never passed over in silence.
 */
@NullMarked
package dev.sightline.hunt;

import org.jspecify.annotations.NullMarked;
