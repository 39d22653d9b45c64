package dev.sightline.digest;

/**
 * A log file as a digest names it.
 *
 * @param sha256 of its inflated bytes, in hexadecimal
 */
public record LogFile(String bucket, String key, String sha256) {}
