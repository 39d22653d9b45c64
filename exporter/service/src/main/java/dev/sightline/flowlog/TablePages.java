package dev.sightline.flowlog;

import dev.hardwood.internal.metadata.PageHeader;
import dev.hardwood.internal.thrift.PageHeaderReader;
import dev.hardwood.internal.thrift.ThriftCompactReader;
import dev.hardwood.metadata.ColumnChunk;
import dev.hardwood.metadata.RowGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * How large the pages of a table become, told by the pages themselves: the reader allocates what a
 * page says before it inflates it, and a file's end need not tell the truth. Uses two classes that
 * the library keeps to itself; a test holds that they do what is said here.
 */
final class TablePages {
  /** Sixteen times what writers aim at; the dictionary of a column is a page too. */
  static final int MOST_PAGE_BYTES = 16 << 20;

  private TablePages() {}

  /**
   * Walks over every page.
   *
   * @param maximumBytes that may come out of them all
   * @throws NotFlowLogException where one, or all, would become too large
   * @throws IOException where a page has no header, or ends behind the file
   */
  static void refuseBombs(ByteBuffer file, List<RowGroup> groups, long maximumBytes)
      throws IOException {
    long inflated = 0;
    for (RowGroup group : groups) {
      for (ColumnChunk chunk : group.columns()) {
        long position = chunk.chunkStartOffset();
        long end = position + chunk.metaData().totalCompressedSize();
        if (position < 0 || end > file.limit()) {
          throw new IOException("a column ends behind the file");
        }
        while (position < end) {
          ThriftCompactReader reader = new ThriftCompactReader(file, (int) position);
          PageHeader page = PageHeaderReader.read(reader);
          refuse("A page of the Parquet", page.uncompressedPageSize(), MOST_PAGE_BYTES);
          inflated += page.uncompressedPageSize();
          refuse("The Parquet", inflated, maximumBytes);
          position += reader.getBytesRead() + page.compressedPageSize();
        }
      }
    }
  }

  private static void refuse(String what, long bytes, long most) throws NotFlowLogException {
    if (bytes > most) {
      throw new NotFlowLogException(
          what
              + " inflates to more than the limit of "
              + most
              + " bytes: it may be a compression bomb.");
    }
  }
}
