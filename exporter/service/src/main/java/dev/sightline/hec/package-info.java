/** Delivery to Splunk's HTTP Event Collector. */
@NullMarked
package dev.sightline.hec;

import org.jspecify.annotations.NullMarked;
