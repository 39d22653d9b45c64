package dev.sightline.completeness;

/** What is counted. */
public enum Count {
  DIGESTS_VALID,
  DIGESTS_INVALID,
  BACKFILL_DIGESTS_VALID,
  BACKFILL_DIGESTS_INVALID,
  LOG_FILES_VALID,
  LOG_FILES_INVALID,
  /** Hours that no digest tells of. */
  HOURS_MISSING,
  /** Objects of which Splunk has every record once. */
  WHOLE,
  /** Objects of which Splunk has some records. */
  SHORT,
  /** Objects of which Splunk has every record, and some more than once. */
  TWICE,
  /** Objects of which Splunk has nothing. */
  UNKNOWN,
  /** Objects that are not whole in Splunk, and so young that they may be under way. */
  YOUNG,
  /** Objects of a time that Splunk's index no longer keeps. */
  AGED,
  /** Records in the objects. */
  RECORDS,
  /** Records that Splunk lacks. */
  MISSING,
  /** Events that Splunk has beyond the first of each id. */
  SURPLUS,
  /** Records that Splunk has more than once. */
  REPEATED,
  /** Findings of GuardDuty that Splunk has, those included that it has more than once. */
  FINDINGS_WHOLE,
  /** Findings that Splunk lacks. */
  FINDINGS_MISSING,
  /** Findings that Splunk has more than once. */
  FINDINGS_TWICE,
  /** Findings that Splunk lacks, and so young that they may be under way. */
  FINDINGS_YOUNG,
  /** Findings that Splunk lacks, of a time that its index no longer keeps. */
  FINDINGS_AGED,
  /** Archived findings that Splunk lacks, where none but the API would tell them. */
  FINDINGS_ARCHIVED
}
