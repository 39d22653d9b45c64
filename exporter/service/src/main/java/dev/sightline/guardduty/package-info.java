/**
 * GuardDuty's findings: in the one shape that Splunk's add-on for AWS expects, whatever shape they
 * came in, and out of GuardDuty's own API. The only room that knows that API.
 *
 * <p>In: a finding as EventBridge, an export to S3 or the API wrote it, with an envelope or
 * without, in camelCase or PascalCase. Out: the bare finding in camelCase, its scalars first, since
 * Splunk extracts fields from the first 5,000 bytes only, and nothing else changed: members, values
 * and keys of maps that nobody knows are carried as they are.
 */
@NullMarked
package dev.sightline.guardduty;

import org.jspecify.annotations.NullMarked;
