package dev.sightline.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorInputStream;
import org.apache.commons.compress.compressors.gzip.GzipCompressorOutputStream;
import org.apache.commons.compress.compressors.gzip.GzipParameters;

/** The app as one file: the same bytes whenever it is made, with the same JDK. */
final class Archive {
  /** What every entry says of its age. */
  private static final FileTime TIME = FileTime.from(Instant.parse("2026-01-01T00:00:00Z"));

  private static final int FOLDER_MODE = 0755;
  private static final int FILE_MODE = 0644;

  private Archive() {}

  static byte[] of(App app) throws IOException {
    GzipParameters parameters = new GzipParameters();
    parameters.setCompressionLevel(9);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (TarArchiveOutputStream tar =
        new TarArchiveOutputStream(new GzipCompressorOutputStream(bytes, parameters), "UTF-8")) {
      tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
      for (String folder : folders(app)) {
        tar.putArchiveEntry(entry(folder + "/", FOLDER_MODE));
        tar.closeArchiveEntry();
      }
      for (var file : app.files().entrySet()) {
        TarArchiveEntry entry = entry(App.ID + "/" + file.getKey(), FILE_MODE);
        entry.setSize(file.getValue().length);
        tar.putArchiveEntry(entry);
        tar.write(file.getValue());
        tar.closeArchiveEntry();
      }
    }
    return bytes.toByteArray();
  }

  private static Set<String> folders(App app) {
    Set<String> folders = new TreeSet<>(Set.of(App.ID));
    for (String path : app.files().keySet()) {
      for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
        folders.add(App.ID + "/" + path.substring(0, slash));
      }
    }
    return folders;
  }

  private static TarArchiveEntry entry(String name, int mode) {
    TarArchiveEntry entry = new TarArchiveEntry(name);
    entry.setMode(mode);
    entry.setModTime(TIME);
    entry.setIds(0, 0);
    entry.setNames("root", "root");
    return entry;
  }

  /** One entry of an archive that somebody made. */
  record Entry(String name, int mode, boolean isFile, boolean isFolder, byte[] bytes) {}

  /** Reads an archive, whoever made it. */
  static List<Entry> read(byte[] archive) throws IOException {
    List<Entry> entries = new ArrayList<>();
    try (TarArchiveInputStream tar =
        new TarArchiveInputStream(
            new GzipCompressorInputStream(new ByteArrayInputStream(archive)))) {
      for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
        boolean file = entry.isFile() && !entry.isLink() && !entry.isSymbolicLink();
        entries.add(
            new Entry(
                entry.getName(),
                entry.getMode() & 0777,
                file,
                entry.isDirectory(),
                file ? tar.readAllBytes() : new byte[0]));
      }
    }
    return entries;
  }
}
