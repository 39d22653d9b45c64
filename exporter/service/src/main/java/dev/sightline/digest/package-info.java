/**
 * CloudTrail's own word about its log files: digests, each signed by AWS, each naming the one
 * before it.
 *
 * <p>Enters: digests and log files as S3 has them, and the public keys of CloudTrail. Leaves: what
 * of it is as CloudTrail wrote it, and a sentence for what is not. A digest that fails its
 * signature says nothing: the log files that it names are not looked at.
 */
@NullMarked
package dev.sightline.digest;

import org.jspecify.annotations.NullMarked;
