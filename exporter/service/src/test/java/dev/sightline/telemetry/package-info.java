/** Tests of the room of the same name. */
@NullMarked
package dev.sightline.telemetry;

import org.jspecify.annotations.NullMarked;
