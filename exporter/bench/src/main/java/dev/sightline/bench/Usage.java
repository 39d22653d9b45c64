package dev.sightline.bench;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process used, as Linux accounts for it. */
final class Usage {
  /** Linux counts in hundredths of a second, whatever the kernel's own clock. */
  private static final double TICKS = 100;

  private Usage() {}

  /** CPU seconds of a process with all its threads, those that ended too. */
  static double cpuSeconds(long pid) throws IOException {
    return ticks(Path.of("/proc/" + pid + "/stat"), 11);
  }

  /** CPU seconds of this process's children that have ended. */
  static double endedChildrenSeconds() throws IOException {
    return ticks(Path.of("/proc/self/stat"), 13);
  }

  /** CPU seconds of the JVM's compilers, by their threads' names. */
  static double compilerSeconds(long pid) throws IOException {
    double seconds = 0;
    try (DirectoryStream<Path> tasks =
        Files.newDirectoryStream(Path.of("/proc/" + pid + "/task"))) {
      for (Path task : tasks) {
        if (Files.readString(task.resolve("comm")).matches("(?s)C[12] Compiler.*")) {
          seconds += ticks(task.resolve("stat"), 11);
        }
      }
    }
    return seconds;
  }

  /** The most memory that it held, in megabytes. */
  static long peakMegabytes(long pid) throws IOException {
    return Files.readAllLines(Path.of("/proc/" + pid + "/status")).stream()
        .filter(line -> line.startsWith("VmHWM:"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024 / 1_000_000)
        .findFirst()
        .orElse(-1);
  }

  private static double ticks(Path stat, int field) throws IOException {
    String text = Files.readString(stat);
    String[] fields = text.substring(text.lastIndexOf(')') + 2).split(" ", -1);
    return (Long.parseLong(fields[field]) + Long.parseLong(fields[field + 1])) / TICKS;
  }
}
