/** Tests of the room of the same name. */
@NullMarked
package dev.sightline.configuration;

import org.jspecify.annotations.NullMarked;
