package dev.sightline.servicelog;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The number of an account, as texts of AWS's name it. */
public final class Account {
  private static final Pattern NUMBER = Pattern.compile("\\d{12}");
  private static final Pattern ARN =
      Pattern.compile("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:(\\d{12}):");

  /**
   * A folder of that name, also as Hive has it, or what AWS puts before a service's name in a
   * file's. A date with hours and minutes has twelve digits too.
   */
  private static final Pattern FOLDER =
      Pattern.compile(
          "(?:^|/)(?:[A-Za-z-]+=)?(?!20\\d\\d(?:0[1-9]|1[0-2])(?:[0-2]\\d|3[01])[0-2]\\d[0-5]\\d/)"
              + "(\\d{12})(?:/|_(?=[A-Za-z-]+_))");

  private static final Pattern AWS_LOGS =
      Pattern.compile(
          "(?:^|/)AWSLogs/(?:o-[a-z0-9]+/)?(?:[A-Za-z-]+=[a-z0-9-]+/)*?(?:[A-Za-z-]+=)?(\\d{12})/");

  private Account() {}

  /** The account of a number, an ARN or a key; null where none is in it. */
  static @Nullable String of(String text) {
    if (NUMBER.matcher(text).matches()) {
      return text;
    }
    Matcher arn = ARN.matcher(text);
    if (arn.lookingAt()) {
      return arn.group(1);
    }
    return text.startsWith("arn:") ? null : ofKey(text);
  }

  /** The first ARN with an account in a line. */
  static @Nullable String inLine(String line) {
    Matcher arn = ARN.matcher(line);
    return arn.find() ? arn.group(1) : null;
  }

  /** The account whose folder a key lies in; null where no folder is one. */
  public static @Nullable String ofKey(String key) {
    Matcher services = AWS_LOGS.matcher(key);
    if (services.find()) {
      return services.group(1);
    }
    Matcher folder = FOLDER.matcher(key);
    return folder.find() ? folder.group(1) : null;
  }
}
