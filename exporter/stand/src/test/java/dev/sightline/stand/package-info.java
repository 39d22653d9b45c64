@NullMarked
package dev.sightline.stand;

import org.jspecify.annotations.NullMarked;
