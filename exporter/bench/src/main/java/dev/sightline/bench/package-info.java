/**
 * Measures exporters from outside, each a process of its own.
 *
 * <p>Enters: commands that start an exporter. Leaves: what each cost for each event, beside {@code
 * gzip -dc} of the same files in the same round, and proof that each event arrived, byte for byte.
 * Imports nothing of ours: an exporter that we did not write is measured in the same way.
 */
@NullMarked
package dev.sightline.bench;

import org.jspecify.annotations.NullMarked;
