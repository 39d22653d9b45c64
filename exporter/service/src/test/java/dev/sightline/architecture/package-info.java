/** The room table, held by a test. */
@NullMarked
package dev.sightline.architecture;

import org.jspecify.annotations.NullMarked;
