/**
 * Where the lookups are kept: Splunk's KV store by way of the Splunk Java SDK, which only this
 * package knows; events through HEC; or a folder of CSV files.
 */
@NullMarked
package dev.sightline.inventory.store;

import org.jspecify.annotations.NullMarked;
