@NullMarked
package dev.sightline.backfill;

import org.jspecify.annotations.NullMarked;
