package dev.sightline.route;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The account and the region in a key, as AWS's services name their objects. */
final class KeyPlaces {
  private static final Pattern ACCOUNT =
      Pattern.compile("(?:^|/)(?:aws-account-id=|accountid=)?(\\d{12})(?=[/_])");
  private static final Pattern REGION =
      Pattern.compile("(?:^|/)(?:aws-region=|region=)?([a-z]{2,4}(?:-[a-z]{2,12}){1,3}-\\d{1,2})/");

  private final String key;
  private @Nullable String account;
  private @Nullable String region;

  KeyPlaces(String key) {
    this.key = key;
  }

  /** Empty where there is none. */
  String account() {
    String known = account;
    if (known == null) {
      known = first(ACCOUNT);
      account = known;
    }
    return known;
  }

  /** Empty where there is none. */
  String region() {
    String known = region;
    if (known == null) {
      known = first(REGION);
      region = known;
    }
    return known;
  }

  private String first(Pattern pattern) {
    Matcher matcher = pattern.matcher(key);
    return matcher.find() ? matcher.group(1) : "";
  }
}
