@NullMarked
package dev.sightline.lines;

import org.jspecify.annotations.NullMarked;
