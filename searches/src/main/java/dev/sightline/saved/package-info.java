/**
 * Searches of others, as they are kept: in an app of Splunk's, in a savedsearches.conf, in YAML as
 * contentctl has it. What enters is a path; what leaves are searches with the macros, lookups,
 * event types, tags and field extractions beside them. A file that cannot be read is told, and the
 * others are taken.
 */
@NullMarked
package dev.sightline.saved;

import org.jspecify.annotations.NullMarked;
