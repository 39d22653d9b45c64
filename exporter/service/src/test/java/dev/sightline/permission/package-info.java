/** What AWS's refusals are read as. */
@NullMarked
package dev.sightline.permission;

import org.jspecify.annotations.NullMarked;
