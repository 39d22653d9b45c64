@NullMarked
package dev.sightline.completeness;

import org.jspecify.annotations.NullMarked;
