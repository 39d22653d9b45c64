/**
 * What AWS writes, by families: CloudTrail's records, GuardDuty's findings, flow logs, logs of load
 * balancers and so on. Every other room speaks of them by these names: the settings, the rules, the
 * metrics.
 *
 * <p>In: the setting {@code SIGHTLINE_FAMILIES}. Out: whether a family is carried, ignored or kept
 * in the quarantine.
 */
@NullMarked
package dev.sightline.family;

import org.jspecify.annotations.NullMarked;
