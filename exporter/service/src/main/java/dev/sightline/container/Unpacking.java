package dev.sightline.container;

import com.github.luben.zstd.ZstdInputStreamNoFinalizer;
import dev.sightline.object.ObjectException;
import dev.sightline.object.OpenObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.commons.compress.archivers.ArchiveEntry;
import org.apache.commons.compress.archivers.ArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipArchiveInputStream;
import org.apache.commons.compress.compressors.bzip2.BZip2CompressorInputStream;

/** Hands on every content of one stream, however often it is packed. Used once. */
public final class Unpacking {
  /** A ZIP with a tar of gzip files, twice over: nobody packs more often in earnest. */
  private static final int MOST_LEVELS = 8;

  private static final int MOST_ENTRIES = 1_000_000;

  private final long maximumBytes;
  private final Visitor visitor;
  private long bytes;
  private int entries;

  /** Takes what is in it. */
  public interface Visitor {
    /**
     * A content that is packed in nothing more.
     *
     * @param name the file's, and behind it those of the entries that lead to it
     * @param packed what it was packed in, the outermost first, as {@code "ZIP, gzip"}; empty for
     *     nothing
     * @throws IOException of its own, unchanged; or the stream's
     */
    void content(String name, String packed, HeadedStream stream)
        throws IOException, InterruptedException;

    /** A content that could not be unpacked, or not to its end; others are still handed on. */
    void damaged(String name, PackedException e) throws IOException, InterruptedException;
  }

  /**
   * @param maximumBytes that may come out, all levels together
   */
  public Unpacking(long maximumBytes, Visitor visitor) {
    this.maximumBytes = maximumBytes;
    this.visitor = visitor;
  }

  /**
   * Hands on what the stream holds.
   *
   * @throws IOException of the stream or the visitor, unchanged
   */
  public void visit(String name, InputStream stream) throws IOException, InterruptedException {
    visit(name, "", new HeadedStream(stream), 0);
  }

  private void visit(String name, String packed, HeadedStream stream, int level)
      throws IOException, InterruptedException {
    Optional<Packing> packing = Packing.of(stream.head());
    if (packing.isEmpty()) {
      visitor.content(name, packed, stream);
      return;
    }
    if (level == MOST_LEVELS) {
      throw new PackedException(
          name + " is packed more than " + MOST_LEVELS + " times over: unpack it first.", null);
    }
    String chain = (packed.isEmpty() ? "" : packed + ", ") + packing.get().words();
    try {
      switch (packing.get()) {
        case GZIP, ZSTANDARD, BZIP2 -> {
          try (InputStream inner = opened(name, packing.get(), stream)) {
            visit(name, chain, new HeadedStream(new Counted(name, inner)), level + 1);
          }
        }
        case ZIP -> entries(name, chain, zip(stream), level);
        case TAR -> entries(name, chain, new TarArchiveInputStream(stream), level);
      }
    } catch (LinkageError e) {
      throw new PackedException(
          name
              + " is "
              + packing.get().words()
              + ", whose library does not load here ("
              + e.getMessage()
              + "): unpack it first, or name a folder that can be written to by -Djava.io.tmpdir.",
          e);
    }
  }

  private static ZipArchiveInputStream zip(InputStream stream) {
    return new ZipArchiveInputStream(stream, "UTF-8", true, true);
  }

  private InputStream opened(String name, Packing packing, InputStream stream) throws IOException {
    try {
      return switch (packing) {
        case GZIP -> OpenObject.inflated(stream, name, maximumBytes);
        case ZSTANDARD -> new ZstdInputStreamNoFinalizer(stream);
        case BZIP2 -> new BZip2CompressorInputStream(stream, true);
        case ZIP, TAR -> throw new IllegalArgumentException("an archive is no single stream");
      };
    } catch (IOException e) {
      throw damage(name, e);
    }
  }

  private void entries(
      String name, String chain, ArchiveInputStream<? extends ArchiveEntry> archive, int level)
      throws IOException, InterruptedException {
    for (ArchiveEntry entry = next(name, archive); entry != null; entry = next(name, archive)) {
      boolean file =
          !entry.isDirectory() && !(entry instanceof TarArchiveEntry tar && !tar.isFile());
      if (!file || isOfTheSystem(entry.getName())) {
        continue;
      }
      if (++entries > MOST_ENTRIES) {
        throw new PackedException(
            name + " has more than " + MOST_ENTRIES + " entries: unpack it first.", null);
      }
      String inner = name + ": " + entry.getName();
      try {
        if (entry instanceof ZipArchiveEntry zipped
            && zipped.getGeneralPurposeBit().usesEncryption()) {
          throw new PackedException(inner + " is encrypted: unpack it with its password.", null);
        }
        if (!archive.canReadEntryData(entry)) {
          throw new PackedException(
              inner + " is compressed in a way that is not known: unpack it first.", null);
        }
        visit(inner, chain, new HeadedStream(new Counted(inner, archive)), level + 1);
      } catch (PackedException e) {
        visitor.damaged(inner, e);
      }
      if (bytes > maximumBytes) {
        throw tooMuch(name); // Nothing more comes out, whatever else is in it.
      }
    }
  }

  private PackedException tooMuch(String name) {
    return new PackedException(
        name
            + " unpacks to more than the limit of "
            + maximumBytes
            + " bytes: it may be a compression bomb; raise the limit if it is a log.",
        null);
  }

  /** What macOS adds to archives. */
  private static boolean isOfTheSystem(String name) {
    return name.startsWith("__MACOSX/") || name.endsWith("/.DS_Store") || name.equals(".DS_Store");
  }

  private static ArchiveEntry next(String name, ArchiveInputStream<? extends ArchiveEntry> archive)
      throws IOException {
    try {
      return archive.getNextEntry();
    } catch (IOException | RuntimeException e) {
      throw damage(name, e);
    }
  }

  /** What went wrong on the way to a content may be well later; what is wrong in it stays so. */
  private static IOException damage(String name, Exception e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof PackedException packed) {
        return packed;
      }
      if (cause instanceof ObjectException stored) {
        return stored.retryable() ? stored : new PackedException(stored.getMessage(), stored);
      }
    }
    return new PackedException(
        name + " cannot be unpacked to its end (" + e.getMessage() + "): it is cut or damaged.", e);
  }

  /** Counts what comes out, and says whose fault a fault is. */
  private final class Counted extends FilterInputStream {
    private final String name;

    Counted(String name, InputStream stream) {
      super(stream);
      this.name = name;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      int read;
      try {
        read = in.read(target, offset, length);
      } catch (IOException | RuntimeException e) {
        throw damage(name, e);
      }
      bytes += Math.max(read, 0);
      if (bytes > maximumBytes) {
        throw tooMuch(name);
      }
      return read;
    }

    /** The archive goes on with its next entry; whoever opened the object closes it. */
    @Override
    public void close() {}
  }
}
