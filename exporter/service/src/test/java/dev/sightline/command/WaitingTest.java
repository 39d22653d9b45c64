package dev.sightline.command;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WaitingTest {
  /** Reserved: nothing listens there. */
  private static final String NOBODY = "http://127.0.0.1:1";

  @TempDir private Path folder;

  @Test
  void a_replay_that_waits_for_splunk_says_so_and_why() throws IOException, InterruptedException {
    Files.writeString(folder.resolve("a.json"), "{\"Records\":[]}");
    Map<String, String> settings =
        Map.of("SIGHTLINE_HEC_URL", NOBODY, "SIGHTLINE_HEC_TOKEN", "00000000-0000-4000-8000-0");
    String said = said(settings, "replay", folder.toString(), "--wait", "6");
    assertTrue(said.contains("waiting for Splunk to take events, for up to 6 s: http"), said);
  }

  @Test
  void a_backfill_of_a_bucket_that_the_settings_exclude_is_refused_before_anything_is_asked()
      throws IOException, InterruptedException {
    Map<String, String> settings = Map.of("SIGHTLINE_BUCKETS", "trail/AWSLogs/,other");
    String said = said(settings, "backfill", "s3://archive/AWSLogs/", "--dry-run");
    assertTrue(said.contains("SIGHTLINE_BUCKETS (sightline.buckets): lists trail/AWSLogs/"), said);
    assertTrue(said.endsWith("exit code 2"), said);
    String outside = said(settings, "backfill", "s3://trail/Config/", "--dry-run");
    assertTrue(outside.endsWith("exit code 2"), outside);
  }

  /** What a process of its own says, whose log goes where a person sees it. */
  private static String said(Map<String, String> settings, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "dev.sightline.command.Main"));
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().keySet().removeIf(name -> name.startsWith("SIGHTLINE"));
    builder.environment().putAll(settings);
    Process process = builder.start();
    try (BufferedReader reader = process.inputReader()) {
      String text = String.join("\n", reader.lines().toList());
      return text + "\nexit code " + process.waitFor();
    }
  }
}
