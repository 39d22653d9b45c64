/**
 * Which event goes where, and what becomes of it on the way: the operator's rules.
 *
 * <p>Enters: a YAML file of routes and reductions, a table of accounts, and of each event its
 * family, account, region, bucket and key; of a record of CloudTrail also the members that its
 * reader noted. Leaves: a decision, the first route's targets and the first reduction that holds.
 * Nothing is sent or left out here.
 *
 * <p>However many rules there are, a record costs a look-up for each member that some rule asks
 * for: a value is turned into one bit for each rule, set where the rule does not mind it, and the
 * first rule that holds is the lowest bit that is left. Values that were seen are remembered,
 * within bounds.
 */
@NullMarked
package dev.sightline.route;

import org.jspecify.annotations.NullMarked;
