/**
 * Makes the Splunk app of the catalog, the lookups and what is written by hand, and inspects it.
 */
@NullMarked
package dev.sightline.app;

import org.jspecify.annotations.NullMarked;
