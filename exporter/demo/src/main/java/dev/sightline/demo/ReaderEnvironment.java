package dev.sightline.demo;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * What the reader's environment says to their own exporter and AWS tools, kept away from the demo:
 * it must send nothing to their Splunk, use no credentials of theirs, and run behind their proxy.
 */
final class ReaderEnvironment {
  private static final String PREFIX = "SIGHTLINE_";

  private ReaderEnvironment() {}

  /** Settings that undo every variable of the exporter: a blank value is none. */
  static Map<String, Object> undone(Set<String> variables) {
    Map<String, Object> undone = new HashMap<>();
    for (String variable : variables) {
      if (variable.startsWith(PREFIX)) {
        spellings(variable).forEach(name -> undone.put(name, ""));
      }
    }
    return undone;
  }

  /** Gives the AWS SDK of this JVM credentials and a region of the demo's own. */
  static void takeOverAwsSettings() {
    System.setProperty("aws.accessKeyId", LocalCloud.ACCESS_KEY);
    System.setProperty("aws.secretAccessKey", LocalCloud.SECRET_KEY);
    System.setProperty("aws.region", LocalCloud.REGION);
    // Files that do not exist are as good as empty ones.
    String nowhere = Path.of(System.getProperty("java.io.tmpdir"), "no-such-file").toString();
    System.setProperty("aws.configFile", nowhere);
    System.setProperty("aws.sharedCredentialsFile", nowhere);
    // Where a proxy's system property is set, the SDK asks no HTTP_PROXY.
    System.setProperty("http.nonProxyHosts", "localhost|127.*|[::1]");
  }

  /** Every dotted name that a variable may stand for: an underscore is a dot or a dash. */
  private static List<String> spellings(String variable) {
    List<String> names = List.of("");
    for (String word : variable.toLowerCase(Locale.ROOT).split("_", -1)) {
      List<String> longer = new ArrayList<>();
      for (String name : names) {
        if (name.isEmpty()) {
          longer.add(word);
        } else {
          longer.add(name + "." + word);
          longer.add(name + "-" + word);
        }
      }
      names = longer;
    }
    return names;
  }
}
