/** Tests of the room of the same name. */
@NullMarked
package dev.sightline.notification;

import org.jspecify.annotations.NullMarked;
