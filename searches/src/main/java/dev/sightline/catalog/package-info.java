/**
 * The catalog of searches: reads it, lints it, and runs the tests that stand beside each search.
 *
 * <p>What enters: the folder {@code searches/catalog}. What leaves: {@link
 * dev.sightline.catalog.Item}s that can be run, or every mistake of the files at once, each with
 * its file, its line and what to write instead.
 */
@NullMarked
package dev.sightline.catalog;

import org.jspecify.annotations.NullMarked;
