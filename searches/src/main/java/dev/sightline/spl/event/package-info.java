/**
 * Events and the rows of a pipeline: fields are taken out of the JSON once for each event, when the
 * first search asks.
 */
@NullMarked
package dev.sightline.spl.event;

import org.jspecify.annotations.NullMarked;
