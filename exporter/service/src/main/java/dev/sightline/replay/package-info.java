/**
 * A folder of files, or single records of objects, through the same journey as the queue's: the
 * same events, the same batches, the same guarantee.
 *
 * <p>A file's events carry the hash of the file's content as their object, not the name of the
 * object that it once was: replayed twice they carry the same {@code sightline_id}, but not the one
 * that they had when they came by the queue. An object of S3 carries its own name, and so the ids
 * that it has by the queue.
 */
@NullMarked
package dev.sightline.replay;

import org.jspecify.annotations.NullMarked;
