@NullMarked
package dev.sightline.digest;

import org.jspecify.annotations.NullMarked;
