/** Real servers inside one JVM, for tests, the demo and benchmarks. Imports nothing of ours. */
@NullMarked
package dev.sightline.stand;

import org.jspecify.annotations.NullMarked;
