/**
 * Reads YAML that people write, and tells them what is wrong with it: each mistake with its file,
 * its line and what to write instead, all at once.
 */
@NullMarked
package dev.sightline.yaml;

import org.jspecify.annotations.NullMarked;
