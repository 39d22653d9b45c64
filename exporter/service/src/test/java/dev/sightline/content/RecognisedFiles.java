package dev.sightline.content;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/** The files of the tests, as they are stored. */
public final class RecognisedFiles {
  private RecognisedFiles() {}

  /** A file in one of the shapes that AWS and its users have. */
  public static byte[] stored(String name) throws IOException {
    return read(name);
  }

  /** A file in Parquet. */
  public static byte[] parquet(String name) throws IOException {
    return read("/dev/sightline/flowlog/" + name);
  }

  private static byte[] read(String name) throws IOException {
    try (InputStream stream = RecognisedFiles.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(stream, name).readAllBytes();
    }
  }
}
