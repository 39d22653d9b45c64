@NullMarked
package dev.sightline.container;

import org.jspecify.annotations.NullMarked;
