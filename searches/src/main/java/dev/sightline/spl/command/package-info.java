/** One class for each command, and the compiler that makes a pipeline of them. */
@NullMarked
package dev.sightline.spl.command;

import org.jspecify.annotations.NullMarked;
