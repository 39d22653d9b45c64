@NullMarked
package dev.sightline.content;

import org.jspecify.annotations.NullMarked;
