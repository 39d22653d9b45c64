package dev.sightline.object;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.zip.GZIPOutputStream;

/** Makes gzip, and reads it the way the exporter does. */
final class Gzips {
  private Gzips() {}

  static byte[] gzip(byte[] content) {
    try {
      ByteArrayOutputStream out = new ByteArrayOutputStream();
      try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
        gzip.write(content);
      }
      return out.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static byte[] joined(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static OpenObject open(byte[] stored, Limits limits) {
    return new OpenObject(
        new ByteArrayInputStream(stored),
        "s3://b/k",
        "etag",
        stored.length,
        limits,
        OpenObject.Attributes.NONE,
        ended -> {});
  }

  static byte[] inflate(byte[] stored) throws IOException {
    try (OpenObject object = open(stored, Limits.STANDARD)) {
      return object.stream().readAllBytes();
    }
  }
}
