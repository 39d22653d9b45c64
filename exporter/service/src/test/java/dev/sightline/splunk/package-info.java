@NullMarked
package dev.sightline.splunk;

import org.jspecify.annotations.NullMarked;
