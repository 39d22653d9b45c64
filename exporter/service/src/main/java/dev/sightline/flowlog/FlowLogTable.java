package dev.sightline.flowlog;

import com.github.luben.zstd.Zstd;
import dev.hardwood.HardwoodContext;
import dev.hardwood.InputFile;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.CompressionCodec;
import dev.hardwood.metadata.RowGroup;
import dev.hardwood.reader.ColumnReaders;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import dev.hardwood.schema.SchemaNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * A flow log in Parquet. Each row becomes the line that the same flow log has as text: its fields
 * with a space between them, and a hyphen for what is not there. Used once.
 */
public final class FlowLogTable implements AutoCloseable {
  /** Three times the 75 MB at which VPC begins another file. */
  static final int MAXIMUM_BYTES = 256 << 20;

  /** So many rows are decoded at once: the reader's own choice takes 50 MB for two rows. */
  private static final int BATCH_ROWS = 1_024;

  /** It tells on standard error, for each file, how it inflates. */
  private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

  static {
    LIBRARY.setLevel(Level.WARNING);
  }

  private static final Set<CompressionCodec> READABLE =
      Set.of(CompressionCodec.UNCOMPRESSED, CompressionCodec.GZIP, CompressionCodec.ZSTD);

  private final NativeBytes bytes;
  private final HardwoodContext context;
  private final ParquetFileReader reader;
  private final List<String> columns;

  private FlowLogTable(NativeBytes bytes, HardwoodContext context, ParquetFileReader reader) {
    this.bytes = bytes;
    this.context = context;
    this.reader = reader;
    this.columns =
        reader.getFileSchema().getRootNode().children().stream().map(SchemaNode::name).toList();
  }

  /**
   * Takes the whole file into memory outside of the heap, and reads what it says of itself.
   *
   * @param maximumBytes that may come out of it
   * @throws NotFlowLogException where it is damaged, or too large
   * @throws IOException where the stream fails, unchanged
   */
  public static FlowLogTable of(InputStream stream, long maximumBytes) throws IOException {
    NativeBytes bytes = NativeBytes.of(stream, MAXIMUM_BYTES);
    HardwoodContext context = null;
    try {
      context = HardwoodContext.create(1);
      ByteBuffer file = bytes.buffer().asReadOnlyBuffer();
      ParquetFileReader reader = ParquetFileReader.open(InputFile.of(file), context);
      TablePages.refuseBombs(file.duplicate(), reader.getFileMetaData().rowGroups(), maximumBytes);
      return new FlowLogTable(bytes, context, reader);
    } catch (IOException | RuntimeException e) {
      if (context != null) {
        context.close();
      }
      bytes.close();
      throw e instanceof NotFlowLogException refused
          ? refused
          : new NotFlowLogException(
              "The file begins as Parquet, and its end or its pages do not tell what is in it ("
                  + cause(e)
                  + "): it is cut or damaged.",
              e);
    }
  }

  /** The columns' names, as the file has them. */
  public List<String> columns() {
    return columns;
  }

  /** Whether its columns are those of a flow log. */
  public boolean isFlowLog() {
    return reader.getFileSchema().isFlatSchema()
        && !columns.isEmpty()
        && FlowLogFormat.isHeader(String.join(" ", names()));
  }

  /** Parquet's columns have underscores where those of the text have hyphens. */
  private List<String> names() {
    return columns.stream().map(name -> name.toLowerCase(Locale.ROOT).replace('_', '-')).toList();
  }

  /**
   * Hands out every row as a line.
   *
   * @return how many there are
   * @throws NotFlowLogException where it is damaged from some row on, or compressed in a way that
   *     is not read; what came before was handed out
   * @throws IOException where the consumer fails, unchanged
   */
  public long read(FlowLogConsumer consumer) throws IOException, InterruptedException {
    refuseCodec();
    FlowLogFormat format = FlowLogFormat.of(inOrder());
    consumer.format(format);
    long ordinal = 0;
    try (ColumnReaders batches = opened()) {
      List<TableColumn> fields = new ArrayList<>();
      for (int place : places(format)) {
        fields.add(new TableColumn(batches.getColumnReader(place)));
      }
      while (next(batches, fields, ordinal)) {
        for (int row = 0; row < batches.getRecordCount(); row++) {
          byte[] line = line(fields, row);
          consumer.accept(FlowLogLine.of(line, 0, line.length, ordinal, format));
          ordinal++;
        }
      }
    }
    long told = reader.getFileMetaData().rowGroups().stream().mapToLong(RowGroup::numRows).sum();
    if (ordinal != told) {
      throw damaged(ordinal, new IllegalStateException("it tells of " + told + " rows"));
    }
    return ordinal;
  }

  /** The columns in their order; those of the standard format in the one that the add-on knows. */
  private List<String> inOrder() {
    List<String> names = names();
    List<String> standard = FlowLogFormat.STANDARD.columns();
    return Set.copyOf(names).equals(Set.copyOf(standard)) ? standard : names;
  }

  private int[] places(FlowLogFormat format) {
    List<String> names = names();
    return format.columns().stream().mapToInt(names::indexOf).toArray();
  }

  private void refuseCodec() throws NotFlowLogException {
    for (RowGroup group : reader.getFileMetaData().rowGroups()) {
      for (ColumnChunk chunk : group.columns()) {
        CompressionCodec codec = chunk.metaData().codec();
        if (!READABLE.contains(codec)) {
          throw new NotFlowLogException(
              "The flow log is Parquet compressed with "
                  + codec
                  + ", which is not read here: VPC writes it with gzip; whoever wrote this one has"
                  + " to use gzip, zstd or no compression.");
        }
        if (codec == CompressionCodec.ZSTD) {
          needZstandard();
        }
      }
    }
  }

  private static void needZstandard() throws NotFlowLogException {
    try {
      Zstd.defaultCompressionLevel();
    } catch (LinkageError e) {
      throw new NotFlowLogException(
          "The flow log is Parquet compressed with Zstandard, whose library does not load here ("
              + cause(e)
              + "): name a folder that can be written to by -Djava.io.tmpdir.",
          e);
    }
  }

  private ColumnReaders opened() throws NotFlowLogException {
    try {
      return reader.buildColumnReaders(ColumnProjection.all()).batchSize(BATCH_ROWS).build();
    } catch (RuntimeException | LinkageError e) {
      throw damaged(0, e);
    }
  }

  private static boolean next(ColumnReaders batches, List<TableColumn> fields, long ordinal)
      throws NotFlowLogException, InterruptedException {
    boolean more;
    try {
      more = batches.nextBatch();
      if (more) {
        fields.forEach(TableColumn::next);
      }
    } catch (RuntimeException | LinkageError e) {
      endWhereInterrupted();
      throw damaged(ordinal, e);
    }
    endWhereInterrupted();
    return more;
  }

  /** The reader takes an interrupt for the end of the table, or for damage. */
  private static void endWhereInterrupted() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
  }

  private static byte[] line(List<TableColumn> fields, int row) {
    ByteArrayOutputStream line = new ByteArrayOutputStream(256);
    for (TableColumn field : fields) {
      if (line.size() > 0) {
        line.write(' ');
      }
      field.write(row, line);
    }
    return line.toByteArray();
  }

  private static NotFlowLogException damaged(long ordinal, Throwable e) {
    if (bottom(e) instanceof VirtualMachineError machine) {
      throw machine; // The file is not at fault.
    }
    return new NotFlowLogException(
        "The Parquet cannot be read behind row "
            + ordinal
            + " ("
            + cause(e)
            + "): it is damaged; what came before was read.",
        e);
  }

  /** What stands at the bottom of the causes says what is wrong. */
  private static Throwable bottom(Throwable e) {
    Throwable cause = e;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  private static String cause(Throwable e) {
    Throwable cause = bottom(e);
    String said =
        cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    return said.replaceAll("[^ -~]", "?");
  }

  @Override
  public void close() throws IOException {
    try (bytes;
        context) {
      reader.close();
    }
  }
}
