/**
 * Reads the DNS queries that Route 53 Resolver logs to S3, one JSON object a line.
 *
 * <p>In: a stream of inflated bytes. Out: each query as the bytes that AWS wrote, with the account
 * and the time. A line that is not a JSON object is told as unreadable, and its neighbours are
 * read.
 */
@NullMarked
package dev.sightline.resolver;

import org.jspecify.annotations.NullMarked;
