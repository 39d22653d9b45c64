package dev.sightline.inventory;

/**
 * What a refresh did to the rows of one account in one lookup.
 *
 * @param rows that are published, of the account
 * @param added that were not there, or were gone
 * @param changed whose cells differ
 * @param gone that are not found any more, and stay with the time at which they last were
 * @param stale that stay as they were, since the account did not answer believably
 * @param gap what is missing and what to do; empty where nothing is
 */
public record AccountOutcome(
    String account,
    Standing standing,
    long rows,
    long added,
    long changed,
    long gone,
    long stale,
    String gap) {}
