@NullMarked
package dev.sightline.redelivery;

import org.jspecify.annotations.NullMarked;
