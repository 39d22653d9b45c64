package dev.sightline.flowlog;

import dev.hardwood.reader.ColumnReader;
import dev.hardwood.reader.Validity;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** One column of a table, batch by batch, as the fields of lines. */
final class TableColumn {
  private static final byte NOTHING = '-';

  private final ColumnReader reader;
  private Validity validity = Validity.NO_NULLS;
  private Values values = (_, _) -> {};

  /** The values of one batch. */
  @FunctionalInterface
  private interface Values {
    void write(int row, ByteArrayOutputStream line);
  }

  TableColumn(ColumnReader reader) {
    this.reader = reader;
  }

  /** Looks at the batch that was read last. */
  void next() {
    validity = reader.getLeafValidity();
    values =
        switch (reader.getColumnSchema().type()) {
          case INT32 -> {
            int[] ints = reader.getInts();
            yield (row, line) -> digits(ints[row], line);
          }
          case INT64 -> {
            long[] longs = reader.getLongs();
            yield (row, line) -> digits(longs[row], line);
          }
          case BYTE_ARRAY -> {
            byte[] bytes = reader.getBinaryValues();
            int[] offsets = reader.getBinaryOffsets();
            yield (row, line) -> text(bytes, offsets[row], offsets[row + 1], line);
          }
          case BOOLEAN -> {
            boolean[] booleans = reader.getBooleans();
            yield (row, line) -> text(String.valueOf(booleans[row]), line);
          }
          case FLOAT -> {
            float[] floats = reader.getFloats();
            yield (row, line) -> text(String.valueOf(floats[row]), line);
          }
          case DOUBLE -> {
            double[] doubles = reader.getDoubles();
            yield (row, line) -> text(String.valueOf(doubles[row]), line);
          }
          case INT96, FIXED_LEN_BYTE_ARRAY ->
              throw new IllegalStateException(
                  "the column "
                      + reader.getColumnSchema().name()
                      + " is of a type that no flow log has");
        };
  }

  /** Writes the field of a row: a hyphen where there is none. */
  void write(int row, ByteArrayOutputStream line) {
    if (validity.isNull(row)) {
      line.write(NOTHING);
    } else {
      values.write(row, line);
    }
  }

  private static void digits(long number, ByteArrayOutputStream line) {
    text(Long.toString(number), line);
  }

  private static void text(String text, ByteArrayOutputStream line) {
    line.writeBytes(text.getBytes(StandardCharsets.UTF_8));
  }

  /** A space in a field would move all that follow. */
  private static void text(byte[] bytes, int from, int to, ByteArrayOutputStream line) {
    if (from == to) {
      line.write(NOTHING);
    }
    for (int i = from; i < to; i++) {
      boolean space = bytes[i] >= 0 && bytes[i] <= ' ';
      line.write(space ? '_' : bytes[i]);
    }
  }
}
