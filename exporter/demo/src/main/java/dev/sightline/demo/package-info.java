/**
 * The demo: a story of our own making, carried through the whole flow inside one JVM.
 *
 * <p>Enters: nothing but a seed. Leaves: a table, and an exit code that is 0 only if every record
 * arrived exactly once. It knows the exporter as an operator does, by its settings, and imports the
 * servers of the stand.
 */
@NullMarked
package dev.sightline.demo;

import org.jspecify.annotations.NullMarked;
