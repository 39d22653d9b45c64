@NullMarked
package dev.sightline.guardduty;

import org.jspecify.annotations.NullMarked;
