package dev.sightline.inventory.store;

import com.fasterxml.jackson.databind.MappingIterator;
import com.fasterxml.jackson.databind.SequenceWriter;
import com.fasterxml.jackson.dataformat.csv.CsvMapper;
import com.fasterxml.jackson.dataformat.csv.CsvParser;
import com.fasterxml.jackson.dataformat.csv.CsvSchema;
import dev.sightline.inventory.Layout;
import dev.sightline.inventory.LookupStore;
import dev.sightline.inventory.Row;
import dev.sightline.inventory.RowConsumer;
import dev.sightline.inventory.StoreException;
import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A folder with one CSV file for each lookup. A file is written beside the old one and takes its
 * place when it is complete: a reader sees the one or the other.
 */
public final class CsvFolder implements LookupStore {
  private final Path folder;

  /**
   * @throws StoreException where the folder is not there and cannot be made
   */
  public CsvFolder(Path folder) throws StoreException {
    this.folder = folder;
    try {
      Files.createDirectories(folder);
    } catch (IOException e) {
      throw new StoreException(
          "The folder "
              + folder
              + " cannot be made ("
              + reason(e)
              + "): name one with --to that can be, and that may be written to.",
          e);
    }
  }

  @Override
  public String place() {
    return folder.toString();
  }

  @Override
  public boolean isReadable() {
    return true;
  }

  @Override
  public Session open(Layout layout) {
    return new File(layout);
  }

  /** One file. */
  private final class File implements Session {
    private final Layout layout;
    private final Path file;
    private final Path next;
    private final Set<String> written = new HashSet<>();
    private final CsvMapper mapper =
        CsvMapper.builder().enable(CsvParser.Feature.WRAP_AS_ARRAY).build();
    private @Nullable SequenceWriter writer;

    File(Layout layout) {
      this.layout = layout;
      this.file = folder.resolve(layout.lookup().name() + ".csv");
      this.next = folder.resolve("." + layout.lookup().name() + ".csv.next");
    }

    @Override
    public void read(RowConsumer consumer) throws StoreException {
      if (!Files.exists(file)) {
        return;
      }
      try (Reader reader = Files.newBufferedReader(file);
          MappingIterator<List<String>> lines =
              mapper.readerForListOf(String.class).readValues(reader)) {
        List<String> heading = lines.hasNextValue() ? lines.nextValue() : List.of();
        while (lines.hasNextValue()) {
          List<String> cells = lines.nextValue();
          Map<String, String> row = new HashMap<>();
          for (int i = 0; i < Math.min(heading.size(), cells.size()); i++) {
            row.put(heading.get(i), cells.get(i));
          }
          consumer.accept(layout.row(row));
        }
      } catch (IOException e) {
        throw new StoreException(
            file + " cannot be read (" + e.getMessage() + "): mend it, or move it away.", e);
      }
    }

    @Override
    public void upsert(List<Row> rows) throws StoreException {
      for (Row row : rows) {
        if (written.add(row.key())) {
          put(row);
        }
      }
    }

    @Override
    public void sweep(long generation, Sweep sweep) throws StoreException {
      read(row -> {
        if (!written.contains(row.key())) {
          switch (sweep.fate(row)) {
            case Fate.Keep _ -> put(row);
            case Fate.Replace(Row other) -> put(other);
            case Fate.Remove _ -> {}
          }
        }
      });
    }

    private void put(Row row) throws StoreException {
      try {
        writer().write(row.cells());
      } catch (IOException e) {
        throw unwritten(e);
      }
    }

    private SequenceWriter writer() throws IOException {
      SequenceWriter open = writer;
      if (open == null) {
        Writer out = Files.newBufferedWriter(next);
        open = mapper.writer(CsvSchema.emptySchema().withLineSeparator("\n")).writeValues(out);
        writer = open;
        open.write(layout.names());
      }
      return open;
    }

    @Override
    public void commit() throws StoreException {
      try {
        writer().close();
        try (FileChannel channel = FileChannel.open(next, StandardOpenOption.WRITE)) {
          channel.force(true);
        }
        Files.move(next, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } catch (IOException e) {
        throw unwritten(e);
      }
    }

    private StoreException unwritten(IOException e) {
      return new StoreException(
          file
              + " cannot be written ("
              + reason(e)
              + "): check space and rights of the folder; the file is as it was.",
          e);
    }

    @Override
    public void close() {
      try {
        try {
          if (writer != null) {
            writer.close();
          }
        } finally {
          Files.deleteIfExists(next);
        }
      } catch (IOException alreadyTold) {
        // What was not committed is worth nothing, and the next refresh writes over it.
      }
    }
  }

  /** The message of some exceptions is nothing but the file's name. */
  private static String reason(IOException e) {
    if (e instanceof AccessDeniedException) {
      return "permission denied";
    }
    if (e instanceof FileSystemException system && system.getReason() != null) {
      return system.getReason();
    }
    return String.valueOf(e.getMessage());
  }
}
