package dev.sightline.command;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The moment that AWS's services write into an object's name: when they delivered it. */
final class KeyTime {
  /** Nobody promises when something is delivered; an hour is twelve times the usual. */
  private static final Duration LATE = Duration.ofHours(1);

  private static final Pattern TIME = Pattern.compile("_(\\d{8}T\\d{4})Z_[^/]*$");
  private static final DateTimeFormatter FORM = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmm");

  private KeyTime() {}

  /** Whether an object of that name may hold what happened between the two; without a time, yes. */
  static boolean fits(String key, @Nullable Instant since, @Nullable Instant until) {
    Matcher matcher = TIME.matcher(key);
    if (!matcher.find()) {
      return true;
    }
    try {
      Instant delivered = LocalDateTime.parse(matcher.group(1), FORM).toInstant(ZoneOffset.UTC);
      return (since == null || !delivered.isBefore(since.minus(LATE)))
          && (until == null || delivered.isBefore(until.plus(LATE)));
    } catch (DateTimeException e) {
      return true;
    }
  }
}
