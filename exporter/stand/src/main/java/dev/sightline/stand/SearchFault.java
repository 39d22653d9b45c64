package dev.sightline.stand;

import java.time.Duration;

/** What becomes of a search. */
public sealed interface SearchFault {
  /** It is refused with this status, as 503 where too many searches run. */
  record Refuses(int status) implements SearchFault {}

  /** It runs and is never done. */
  record NeverEnds() implements SearchFault {}

  /** It is done after so long. */
  record Delays(Duration time) implements SearchFault {}

  /** It is done, has only its first rows, and says so in a message. */
  record Partial(int rows, String type, String message) implements SearchFault {}

  /** It is done, has only its first rows, and says nothing. */
  record Finalizes(int rows) implements SearchFault {}

  /** It fails, with this message. */
  record Fails(String message) implements SearchFault {}

  /** It is done, and its rows cannot be read to the end. */
  record LosesRows(int rows) implements SearchFault {}
}
