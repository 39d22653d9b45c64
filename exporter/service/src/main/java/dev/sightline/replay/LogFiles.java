package dev.sightline.replay;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * What is to be read: files, whatever their names but those of hosts' logs, or objects.
 *
 * @param logs in alphabetical order
 * @param others how many files are hidden, and passed over
 * @param unreadable folders and files that may not be read
 */
public record LogFiles(List<LogSource> logs, int others, List<Path> unreadable) {
  /** Nothing at all. */
  public static final LogFiles NONE = new LogFiles(List.of(), 0, List.of());

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
   * Looks at a file, or at every file below a folder that is not hidden.
   *
   * @throws IOException where there is no such path
   */
  public static LogFiles below(Path path) throws IOException {
    if (!Files.exists(path)) {
      throw new IOException("There is no file or folder " + path + ".");
    }
    if (!Files.isDirectory(path)) {
      return isOfHost(path)
          ? new LogFiles(List.of(), 0, List.of())
          : new LogFiles(List.of(new LogSource.File(path)), 0, List.of());
    }
    List<Path> logs = new ArrayList<>();
    List<Path> unreadable = new ArrayList<>();
    int[] others = {0};
    Files.walkFileTree(
        path,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
            return !folder.equals(path) && isHidden(folder)
                ? FileVisitResult.SKIP_SUBTREE
                : FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
            if (isHidden(file) || !attributes.isRegularFile()) {
              others[0]++;
            } else if (!isOfHost(file)) {
              logs.add(file);
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
    return new LogFiles(
        logs.stream().<LogSource>map(LogSource.File::new).toList(), others[0], unreadable);
  }

  private static boolean isHidden(Path path) {
    Path name = path.getFileName();
    return name != null && name.toString().startsWith(".");
  }
}
