package dev.sightline.configuration;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import org.jspecify.annotations.Nullable;

/**
 * A value that is never printed, and that {@link Masking} takes out of what others say. Given as
 * text, or as a file that is read again whenever its modification time changes, so that a rotated
 * token needs no restart.
 */
public final class Secret {
  private final @Nullable Path file;
  private volatile Content content;

  private record Content(String value, @Nullable FileTime modified) {
    Content {
      Masking.learn(value);
    }
  }

  private Secret(@Nullable Path file, Content content) {
    this.file = file;
    this.content = content;
  }

  /** A secret given as text. */
  public static Secret of(String value) {
    return new Secret(null, new Content(value, null));
  }

  /**
   * A secret kept in a file; white space around it is not part of it.
   *
   * @throws IOException if the file cannot be read now
   */
  public static Secret ofFile(Path file) throws IOException {
    return new Secret(file, read(file));
  }

  /** The value now. A file that is unreadable or unusable keeps the value that was read last. */
  public String value() {
    Path source = file;
    if (source != null) {
      try {
        if (!Files.getLastModifiedTime(source).equals(content.modified())) {
          Content again = read(source);
          if (isUsable(again.value())) {
            content = again;
          }
        }
      } catch (IOException | UncheckedIOException e) {
        // A file is briefly absent while it is replaced: the last value stays in use.
        return content.value();
      }
    }
    return content.value();
  }

  /** Whether a value may stand in an HTTP header: printable ASCII without spaces, not empty. */
  static boolean isUsable(String value) {
    return !value.isEmpty()
        && value.chars().allMatch(character -> character > ' ' && character < 0x7f);
  }

  private static Content read(Path file) throws IOException {
    FileTime modified = Files.getLastModifiedTime(file);
    return new Content(Files.readString(file).strip(), modified);
  }

  @Override
  public String toString() {
    return "***";
  }
}
