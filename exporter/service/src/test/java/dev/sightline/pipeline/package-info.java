@NullMarked
package dev.sightline.pipeline;

import org.jspecify.annotations.NullMarked;
