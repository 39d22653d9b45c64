/**
 * What an operator set, read once at start. Every wrong or missing value becomes a {@link
 * dev.sightline.configuration.Problem}; nothing is guessed. Imports none of ours.
 *
 * <p>Enters: Micronaut's properties (application.yml, environment, system properties). Leaves:
 * typed values for each room's own configuration record.
 */
@NullMarked
package dev.sightline.configuration;

import org.jspecify.annotations.NullMarked;
