/** Lookup tables as Splunk's transforms describe them, and the location of addresses. */
@NullMarked
package dev.sightline.spl.lookup;

import org.jspecify.annotations.NullMarked;
