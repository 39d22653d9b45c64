/** The expressions of search: field tests, free-text terms, times. */
@NullMarked
package dev.sightline.spl.search;

import org.jspecify.annotations.NullMarked;
