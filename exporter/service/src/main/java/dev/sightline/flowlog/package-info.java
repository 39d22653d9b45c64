/**
 * Reads the flow logs that VPC and Transit Gateway write to S3.
 *
 * <p>In: a stream of inflated bytes. Out: each line as it was written, with its columns as the
 * header names them, the account and the time. A line is carried, not judged: one with a column
 * that nobody knows, or with fewer fields than the header has names, is handed out like any other.
 * Parquet comes out as the same lines.
 */
@NullMarked
package dev.sightline.flowlog;

import org.jspecify.annotations.NullMarked;
