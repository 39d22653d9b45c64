/** Time formats, relative time modifiers and spans, all in UTC. */
@NullMarked
package dev.sightline.spl.time;

import org.jspecify.annotations.NullMarked;
