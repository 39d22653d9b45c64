/** Tests of the room of the same name. */
@NullMarked
package dev.sightline.replay;

import org.jspecify.annotations.NullMarked;
