/** Tests of the room of the same name. */
@NullMarked
package dev.sightline.command;

import org.jspecify.annotations.NullMarked;
