/** The whole journey, against real servers inside this JVM. */
@NullMarked
package dev.sightline.endtoend;

import org.jspecify.annotations.NullMarked;
