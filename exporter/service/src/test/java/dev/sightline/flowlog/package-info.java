@NullMarked
package dev.sightline.flowlog;

import org.jspecify.annotations.NullMarked;
