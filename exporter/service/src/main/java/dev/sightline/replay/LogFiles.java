package dev.sightline.replay;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * The files below a path that are logs by their name.
 *
 * @param logs in alphabetical order
 * @param others how many files have another name
 * @param unreadable folders and files that may not be read
 */
public record LogFiles(List<Path> logs, int others, List<Path> unreadable) {
  private static final List<String> ENDINGS =
      List.of(
          ".json", ".jsonl", ".ndjson", ".log", ".json.gz", ".jsonl.gz", ".ndjson.gz", ".log.gz");

  private static final Pattern OF_HOST =
      Pattern.compile("(?:secure|auth\\.log)(?:[-.][\\w.-]*)?", Pattern.CASE_INSENSITIVE);

  /** Whether a file is a host's authentication log by its name, and so none of AWS's. */
  public static boolean isOfHost(Path file) {
    return OF_HOST.matcher(String.valueOf(file.getFileName())).matches();
  }

  public LogFiles {
    logs = List.copyOf(logs);
    unreadable = List.copyOf(unreadable);
  }

  /**
   * Looks at a file, whatever its name, or at every file below a folder.
   *
   * @throws IOException where there is no such path
   */
  public static LogFiles below(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException("There is no file or folder " + path + ".");
    }
    if (!Files.isDirectory(path)) {
      return isOfHost(path)
          ? new LogFiles(List.of(), 1, List.of())
          : new LogFiles(List.of(path), 0, List.of());
    }
    List<Path> logs = new ArrayList<>();
    List<Path> unreadable = new ArrayList<>();
    int[] others = {0};
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            String name = file.toString().toLowerCase(Locale.ROOT);
            if (attributes.isRegularFile()
                && !isOfHost(file)
                && ENDINGS.stream().anyMatch(name::endsWith)) {
              logs.add(file);
            } else {
              others[0]++;
            }
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFileFailed(Path file, IOException failure) {
            unreadable.add(file);
            return FileVisitResult.CONTINUE;
          }
        });
    logs.sort(null);
    return new LogFiles(logs, others[0], unreadable);
  }
}
