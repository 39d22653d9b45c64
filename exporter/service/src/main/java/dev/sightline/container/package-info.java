/**
 * Takes contents out of what they are packed in: gzip, Zstandard, bzip2, ZIP and tar, also in one
 * another.
 *
 * <p>In: a stream and its name. Out: each content as a stream with a name of its own, one after the
 * other; nothing is ever written to a disk. The bytes that come out, how deep it goes and how many
 * entries there are have bounds. A content that cannot be unpacked is a {@link
 * dev.sightline.container.PackedException}; what came out before that was handed on.
 */
@NullMarked
package dev.sightline.container;

import org.jspecify.annotations.NullMarked;
