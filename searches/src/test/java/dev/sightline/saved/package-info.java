@NullMarked
package dev.sightline.saved;

import org.jspecify.annotations.NullMarked;
