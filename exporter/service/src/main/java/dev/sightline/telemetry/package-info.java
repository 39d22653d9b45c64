/**
 * What happened, as conservation laws: nothing comes in that does not go out or is still here.
 * Imports none of ours.
 */
@NullMarked
package dev.sightline.telemetry;

import org.jspecify.annotations.NullMarked;
