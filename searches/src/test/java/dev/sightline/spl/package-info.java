@NullMarked
package dev.sightline.spl;

import org.jspecify.annotations.NullMarked;
