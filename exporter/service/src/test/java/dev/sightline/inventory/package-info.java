@NullMarked
package dev.sightline.inventory;

import org.jspecify.annotations.NullMarked;
