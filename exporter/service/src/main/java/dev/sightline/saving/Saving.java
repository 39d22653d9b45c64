package dev.sightline.saving;

/**
 * What one rule keeps from Splunk.
 *
 * @param rule its id
 * @param action what it does, in words
 * @param events that it concerns
 * @param leftOut of these, how many are not sent at all
 * @param bytes of records that are not sent, those of members too
 */
public record Saving(String rule, String action, long events, long leftOut, long bytes) {}
