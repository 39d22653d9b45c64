/** The functions of stats: parsed into specifications, run as accumulators. */
@NullMarked
package dev.sightline.spl.aggregate;

import org.jspecify.annotations.NullMarked;
