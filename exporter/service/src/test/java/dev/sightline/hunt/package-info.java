/** Tests of the room of the same name. */
@NullMarked
package dev.sightline.hunt;

import org.jspecify.annotations.NullMarked;
