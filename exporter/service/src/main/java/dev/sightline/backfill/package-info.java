/**
 * History: every object below a bucket's prefix, through the same journey as the queue's.
 *
 * <p>In: a bucket, a prefix, and which dates, accounts and regions are wanted. Out: nothing but a
 * count and what could not be carried. Where it is interrupted it goes on where it was: the
 * checkpoint names a key before which everything is in Splunk, so that nothing is lost, and what
 * was in flight comes twice, under the same ids.
 */
@NullMarked
package dev.sightline.backfill;

import org.jspecify.annotations.NullMarked;
