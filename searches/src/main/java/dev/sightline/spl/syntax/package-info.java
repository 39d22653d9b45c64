/**
 * The text of a search: comments and macros taken out, commands and tokens found, every character
 * traceable to its line and column. What cannot be read leaves as an {@link
 * dev.sightline.spl.syntax.SplException}.
 */
@NullMarked
package dev.sightline.spl.syntax;

import org.jspecify.annotations.NullMarked;
