package dev.sightline.catalog;

/** What the lint asks of an item; each constant is one check, and its sentence the rule. */
public enum Check {
  COMPILES("A search uses only commands, macros, lookups and syntax that exist."),
  KNOWN_FIELDS("A search reads only fields that some event of the fixtures has."),
  NO_BARE_TERM_AFTER_OR("No bare term stands after OR: it would match any event that mentions it."),
  DOTTED_NAMES_QUOTED("A dotted name in eval and where stands in single quotes."),
  ERROR_CODE_IN_MACROS("errorCode is read in macros only: the add-on for AWS turns it around."),
  INDEX_IN_MACROS("An index is named in the source macros only."),
  NO_LITERAL_SECRETS("No literal address or access key stands in a search."),
  SORT_HAS_LIMIT("sort says how many rows it keeps: 0 for all."),
  LAMBDA_NAMES_HAVE_SUFFIX(
      "Names of Lambda's calls carry the date and version that CloudTrail adds."),
  EVENT_NAMES_ARE_KNOWN(
      "An event name is one that AWS's service models have, or that other_events.txt explains."),
  SCHEDULE_HAS_NO_GAP("A schedule leaves no gap, and runs at most every five minutes."),
  METADATA_IS_COMPLETE(
      "What alerts has a schedule, a technique and the names of its CloudTrail events."),
  NAMES_ARE_UNIQUE("An id, a title and a uuid stand once, and the id is the file's name."),
  TECHNIQUES_EXIST("A technique exists in the pinned version of ATT&CK."),
  ENDS_IN_NORMALISE_AND_FILTER("A search ends with its normalise and filter macros."),
  THRESHOLD_HAS_A_WINDOW("A threshold names its own window, with bin _time or time_window."),
  COUNTS_DISTINCT_EVENTS("A search counts distinct eventIDs: an event may come twice."),
  TSTATS_READS_INDEXED_FIELDS("tstats reads index-time fields only."),
  HAS_FIRING_TEST_AND_NEAR_MISS("An item has a test that fires and a near miss."),
  HAS_THREE_TESTS("An item has at least three tests."),
  EVENT_NAMES_ARE_TESTED("Every declared event name is in an event of a firing test.");

  private final String sentence;

  Check(String sentence) {
    this.sentence = sentence;
  }

  public String sentence() {
    return sentence;
  }
}
