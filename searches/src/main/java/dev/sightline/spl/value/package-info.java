/**
 * Values of fields: text, number, multivalue; absent is null. How they are printed, compared and
 * matched.
 */
@NullMarked
package dev.sightline.spl.value;

import org.jspecify.annotations.NullMarked;
