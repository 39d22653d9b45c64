@NullMarked
package dev.sightline.lookups;

import org.jspecify.annotations.NullMarked;
