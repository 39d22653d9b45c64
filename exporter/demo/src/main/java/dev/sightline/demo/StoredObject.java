package dev.sightline.demo;

/**
 * What S3 answered for an object that was put.
 *
 * @param size its bytes
 * @param eTag without quotation marks
 */
record StoredObject(String bucket, String key, long size, String eTag) {}
