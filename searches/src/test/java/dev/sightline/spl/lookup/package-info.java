@NullMarked
package dev.sightline.spl.lookup;

import org.jspecify.annotations.NullMarked;
