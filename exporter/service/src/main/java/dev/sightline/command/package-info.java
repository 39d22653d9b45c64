/**
 * The command line and the composition root: reads the configuration, builds the lanes, starts and
 * drains them. Imports everything; nothing imports it.
 */
@NullMarked
package dev.sightline.command;

import org.jspecify.annotations.NullMarked;
