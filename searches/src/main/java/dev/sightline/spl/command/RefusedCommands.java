package dev.sightline.spl.command;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Commands of Splunk's that are known and refused, with the reason. */
final class RefusedCommands {
  private static final String MODEL = "it fits or applies a statistical model of Splunk's own";
  private static final String SERVER = "it asks or changes a Splunk, and there is none";
  private static final String SCRIPT = "it runs a program outside the search";

  private static final Map<String, String> REASONS =
      Map.ofEntries(
          Map.entry("predict", MODEL),
          Map.entry("x11", MODEL),
          Map.entry("trendline", "its moving averages are not calculated here"),
          Map.entry("fit", MODEL),
          Map.entry("apply", MODEL),
          Map.entry("summary", MODEL),
          Map.entry("anomalies", MODEL),
          Map.entry("cluster", MODEL),
          Map.entry("kmeans", MODEL),
          Map.entry("associate", MODEL),
          Map.entry("arules", MODEL),
          Map.entry("correlate", MODEL),
          Map.entry("findkeywords", MODEL),
          Map.entry("rest", SERVER),
          Map.entry("loadjob", SERVER),
          Map.entry("savedsearch", SERVER),
          Map.entry("metadata", SERVER),
          Map.entry("metasearch", SERVER),
          Map.entry("dbinspect", SERVER),
          Map.entry("history", SERVER),
          Map.entry("audit", SERVER),
          Map.entry("mstats", SERVER),
          Map.entry("dbxquery", SERVER),
          Map.entry("sendemail", SERVER),
          Map.entry("script", SCRIPT),
          Map.entry("run", SCRIPT));

  private RefusedCommands() {}

  /** Why the command is refused, null where it is no such command. */
  static @Nullable String reason(String name) {
    return REASONS.get(name);
  }
}
