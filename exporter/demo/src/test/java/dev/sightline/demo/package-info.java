/** The story, the comparison that decides the exit code, and the demo from end to end. */
@NullMarked
package dev.sightline.demo;

import org.jspecify.annotations.NullMarked;
