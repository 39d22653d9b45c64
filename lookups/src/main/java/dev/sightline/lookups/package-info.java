/**
 * The lookups that searches read, each described once: in {@code lookups/tables/<name>}. Enters:
 * the files of that folder. Leaves: a {@link dev.sightline.lookups.Lookup} for each. Nothing is
 * loaded while any of them has a mistake; all mistakes are told at once.
 */
@NullMarked
package dev.sightline.lookups;

import org.jspecify.annotations.NullMarked;
