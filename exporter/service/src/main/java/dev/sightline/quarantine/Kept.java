package dev.sightline.quarantine;

/**
 * An entry as the quarantine keeps it.
 *
 * @param id what a person names it by
 * @param handle what the quarantine finds it by
 */
public record Kept(String id, Entry entry, String handle) {}
