/**
 * Steampipe by PostgreSQL's wire: its connections, each asked in its own schema and never by way of
 * an aggregator. Enters: queries. Leaves: answers that are complete, or a sentence that says why
 * not. Rows are given only when their statement has ended well: one that fails in its middle gives
 * none.
 */
@NullMarked
package dev.sightline.inventory.steampipe;

import org.jspecify.annotations.NullMarked;
