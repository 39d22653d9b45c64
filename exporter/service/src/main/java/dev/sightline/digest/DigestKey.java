package dev.sightline.digest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A digest's key, and what it tells.
 *
 * @param text the key
 * @param chain the account, the region and the trail that it is about: digests of one chain name
 *     each other
 * @param time the end of the hour that it is about, in a backfill's the time in its name
 * @param backfill whether it stands outside of the chain
 */
public record DigestKey(String text, Chain chain, Instant time, boolean backfill) {
  private static final Pattern KEY =
      Pattern.compile(
          "(?<prefix>.*?)AWSLogs/(?:o-[a-z0-9]+/)?(?<account>\\d{12})/CloudTrail-Digest/"
              + "(?<region>[a-z0-9-]+)/\\d{4}/\\d{2}/\\d{2}/\\k<account>_CloudTrail-Digest_"
              + "\\k<region>_(?<trail>.+)_(?<home>[a-z0-9-]+)_(?<time>\\d{8}T\\d{6}Z)"
              + "(?<backfill>_backfill)?\\.json\\.gz");
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'", Locale.ROOT);

  /**
   * Whose digests name each other.
   *
   * @param region whose calls they are about
   * @param trail its name
   * @param home the region that the trail was made in
   */
  public record Chain(String prefix, String account, String region, String trail, String home) {
    /** For people. */
    public String place() {
      return account + " " + region + " " + trail;
    }
  }

  /** What the key tells; empty where it is none of a digest. */
  public static Optional<DigestKey> of(String key) {
    Matcher matcher = KEY.matcher(key);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(
          new DigestKey(
              key,
              new Chain(
                  matcher.group("prefix"),
                  matcher.group("account"),
                  matcher.group("region"),
                  matcher.group("trail"),
                  matcher.group("home")),
              LocalDateTime.parse(matcher.group("time"), TIME).toInstant(ZoneOffset.UTC),
              matcher.group("backfill") != null));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  /** The day of its time, UTC. */
  public LocalDate day() {
    return LocalDate.ofInstant(time, ZoneOffset.UTC);
  }
}
