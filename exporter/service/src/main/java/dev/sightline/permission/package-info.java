/**
 * What AWS's refusals mean: which action of IAM is missing, on what, and who withholds it. In comes
 * an exception of the SDK, out goes a sentence that a person can act on.
 */
@NullMarked
package dev.sightline.permission;

import org.jspecify.annotations.NullMarked;
