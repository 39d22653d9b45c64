package dev.sightline.completeness;

/**
 * Something that is not as it should be.
 *
 * @param place an object, or an account, a region and a trail
 * @param reason a sentence without its beginning
 */
public record Problem(String place, String reason) {}
