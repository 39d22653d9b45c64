/**
 * What rules save, and what they cost: over files, before they are used.
 *
 * <p>Enters: files, rules, and a catalog of searches. Leaves: for each rule the events and bytes
 * that it keeps from Splunk; rules that would save most and cost nothing; the hits that are lost.
 * Nothing is sent.
 */
@NullMarked
package dev.sightline.saving;

import org.jspecify.annotations.NullMarked;
