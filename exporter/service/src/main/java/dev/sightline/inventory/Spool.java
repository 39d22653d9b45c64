package dev.sightline.inventory;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Rows in a temporary file, since an organization's do not fit into memory. Written once to its
 * end, then read as often as needed; the file ends with it.
 */
final class Spool implements AutoCloseable {
  private final Path file;
  private final int columns;
  private final DataOutputStream out;
  private int rows;

  /**
   * @throws IOException where the temporary folder takes no file
   */
  Spool(Layout layout) throws IOException {
    this.columns = layout.names().size();
    try {
      this.file = Files.createTempFile("sightline-inventory-", ".rows");
    } catch (IOException e) {
      throw new IOException(
          "The temporary folder "
              + System.getProperty("java.io.tmpdir")
              + " takes no file, and the inventory keeps rows there while it works: give it one (in"
              + " a container with a read-only root: a tmpfs at /tmp), or name another by the JVM's"
              + " option -Djava.io.tmpdir.",
          e);
    }
    this.out = new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
  }

  void add(Row row) throws IOException {
    text(row.key());
    for (String cell : row.cells()) {
      text(cell);
    }
    rows++;
  }

  int rows() {
    return rows;
  }

  /** Reads what was added so far. */
  void forEach(RowConsumer consumer) throws IOException {
    out.flush();
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(Files.newInputStream(file), 1 << 16))) {
      for (int row = 0; row < rows; row++) {
        String key = text(in);
        List<String> cells = new ArrayList<>(columns);
        for (int i = 0; i < columns; i++) {
          cells.add(text(in));
        }
        consumer.accept(new Row(key, cells));
      }
    }
  }

  private void text(String text) throws IOException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    out.writeInt(bytes.length);
    out.write(bytes);
  }

  private static String text(DataInputStream in) throws IOException {
    return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
  }

  @Override
  public void close() throws IOException {
    try (out) {
      Files.deleteIfExists(file);
    }
  }
}
