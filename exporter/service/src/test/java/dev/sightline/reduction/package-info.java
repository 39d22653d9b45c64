@NullMarked
package dev.sightline.reduction;

import org.jspecify.annotations.NullMarked;
