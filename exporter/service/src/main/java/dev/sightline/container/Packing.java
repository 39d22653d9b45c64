package dev.sightline.container;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;

/** What a content is packed in, told by its first bytes. */
public enum Packing {
  GZIP("gzip"),
  ZSTANDARD("Zstandard"),
  BZIP2("bzip2"),
  ZIP("ZIP"),
  TAR("tar");

  private static final int TAR_BLOCK = 512;
  private static final int CHECKSUM_AT = 148;
  private static final int CHECKSUM_BYTES = 8;

  private final String words;

  Packing(String words) {
    this.words = words;
  }

  /** Its name, for people. */
  public String words() {
    return words;
  }

  /** What content that begins so is packed in; empty where it is not. */
  public static Optional<Packing> of(byte[] head) {
    if (begins(head, 0x1F, 0x8B)) {
      return Optional.of(GZIP);
    }
    // A skippable frame may come before the first one with data.
    boolean skippable = head.length > 3 && (head[0] & 0xF0) == 0x50 && ends(head, 0x2A, 0x4D, 0x18);
    if (begins(head, 0x28, 0xB5, 0x2F, 0xFD) || skippable) {
      return Optional.of(ZSTANDARD);
    }
    if (begins(head, 'B', 'Z', 'h') && head.length > 3 && head[3] >= '1' && head[3] <= '9') {
      return Optional.of(BZIP2);
    }
    if (ZipArchiveInputStream.matches(head, head.length)) {
      return Optional.of(ZIP);
    }
    boolean tar = TarArchiveInputStream.matches(head, head.length) || checksummed(head);
    return tar ? Optional.of(TAR) : Optional.empty();
  }

  private static boolean begins(byte[] head, int... bytes) {
    if (head.length < bytes.length) {
      return false;
    }
    for (int i = 0; i < bytes.length; i++) {
      if ((head[i] & 0xFF) != bytes[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean ends(byte[] head, int... bytes) {
    return begins(Arrays.copyOfRange(head, 1, 1 + bytes.length), bytes);
  }

  /** The oldest form of tar has no signature, but a checksum of its first block. */
  private static boolean checksummed(byte[] head) {
    if (head.length < TAR_BLOCK) {
      return false;
    }
    String field =
        new String(head, CHECKSUM_AT, CHECKSUM_BYTES, StandardCharsets.US_ASCII)
            .replace('\0', ' ')
            .strip();
    if (!field.matches("[0-7]{3,7}")) {
      return false;
    }
    int sum = 0;
    for (int i = 0; i < TAR_BLOCK; i++) {
      boolean inField = i >= CHECKSUM_AT && i < CHECKSUM_AT + CHECKSUM_BYTES;
      sum += inField ? ' ' : head[i] & 0xFF;
    }
    return sum == Integer.parseInt(field, 8);
  }
}
