package dev.sightline.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Holds a process to a share of one core: by a control group of version 2 or 1 where one may be
 * made, else by {@code cpulimit}, else not at all, which {@link #by} says.
 */
final class CpuQuota implements AutoCloseable {
  private static final Path GROUPS = Path.of("/sys/fs/cgroup");
  private static final int PERIOD_MICROS = 100_000;

  private final String by;
  private final @Nullable Path group;
  private final @Nullable Process limiter;

  private CpuQuota(String by, @Nullable Path group, @Nullable Process limiter) {
    this.by = by;
    this.group = group;
    this.limiter = limiter;
  }

  /**
   * From now on it gets no more.
   *
   * @param percent of one core
   */
  static CpuQuota of(long pid, int percent) {
    int micros = PERIOD_MICROS / 100 * percent;
    String name = "sightline-" + pid;
    try {
      if (Files.exists(GROUPS.resolve("cgroup.subtree_control"))) {
        return group(
            "control group 2", GROUPS.resolve(name), pid, "cpu.max", micros + " " + PERIOD_MICROS);
      }
      if (Files.isDirectory(GROUPS.resolve("cpu"))) {
        return group(
            "control group 1",
            GROUPS.resolve("cpu").resolve(name),
            pid,
            "cpu.cfs_quota_us",
            Integer.toString(micros));
      }
    } catch (IOException e) {
      // Not ours to make: the next way is tried.
    }
    try {
      Process limiter =
          new ProcessBuilder("cpulimit", "-p", Long.toString(pid), "-l", Integer.toString(percent))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return new CpuQuota("cpulimit", null, limiter);
    } catch (IOException e) {
      return new CpuQuota("no quota, none is to be had", null, null);
    }
  }

  /** What holds it. */
  String by() {
    return by;
  }

  private static CpuQuota group(String by, Path group, long pid, String file, String quota)
      throws IOException {
    Files.createDirectory(group);
    try {
      Files.writeString(group.resolve(file), quota);
      Files.writeString(group.resolve("cgroup.procs"), Long.toString(pid));
    } catch (IOException e) {
      Files.delete(group);
      throw e;
    }
    return new CpuQuota(by, group, null);
  }

  /** After the process has ended. */
  @Override
  public void close() {
    try {
      if (limiter != null) {
        limiter.destroy();
        limiter.waitFor(5, TimeUnit.SECONDS);
      }
      if (group != null) {
        // The kernel takes a moment to see that the last process is gone.
        for (int i = 0; i < 50 && !group.toFile().delete(); i++) {
          Thread.sleep(20);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
