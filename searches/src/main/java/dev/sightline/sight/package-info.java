/**
 * What searches need to see, and what a rule that leaves events or members out takes from them.
 *
 * <p>Enters: the text of searches, with the macros and lookups around them, and their firing tests.
 * Leaves: for a rule, the searches that it blinds and those that it shows less. Nothing is run:
 * what a search reads is told from its text, and where that cannot be told it reads everything.
 */
@NullMarked
package dev.sightline.sight;

import org.jspecify.annotations.NullMarked;
