/** The demo: a story of our own making, carried through the whole flow. */
@NullMarked
package dev.sightline.demo;

import org.jspecify.annotations.NullMarked;
