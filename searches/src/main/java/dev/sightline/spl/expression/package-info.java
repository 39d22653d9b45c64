/** The expressions of eval and where: parsed into a tree, compiled into closures. */
@NullMarked
package dev.sightline.spl.expression;

import org.jspecify.annotations.NullMarked;
