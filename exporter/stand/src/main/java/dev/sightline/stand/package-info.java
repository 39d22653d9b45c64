/**
 * Real servers inside one JVM, for tests, the demo and benchmarks: SQS, S3, PostgreSQL and a strict
 * HTTP Event Collector, each on a free loopback port, and a proxy for the faults of the network
 * between them. They log by SLF4J, under {@code org.elasticmq} and {@code org.gaul}: whoever brings
 * a backend decides how loud they are. Imports nothing of ours.
 */
@NullMarked
package dev.sightline.stand;

import org.jspecify.annotations.NullMarked;
