/** What a command is, how rows flow from one to the next, and what a run holds. */
@NullMarked
package dev.sightline.spl.pipeline;

import org.jspecify.annotations.NullMarked;
