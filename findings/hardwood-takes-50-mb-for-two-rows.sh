#!/usr/bin/env bash
# Hardwood, a reader of Parquet without dependencies, decodes as many rows at once as it thinks best:
# its row reader runs out of a heap of 32 MB on a file of two rows and fourteen columns, which its
# column readers, asked for 1,024 rows at a time, read in the same heap. Whoever reads many small
# files in a small heap, as of flow logs, chooses the second.
# shellcheck source=SCRIPTDIR/python.sh
source "$(dirname "$0")/python.sh"
version=1.0.1.Final
command -v mvn > /dev/null 2>&1 || { echo "skipped: Maven is needed"; exit 0; }
java=java
javac=javac
for home in /usr/lib/jvm/*25*; do
  if [ -x "$home/bin/javac" ]; then
    java=$home/bin/java
    javac=$home/bin/javac
  fi
done
"$java" --version | head -1 | grep -qE ' 2[1-9]' || { echo "skipped: Java 21 or newer is needed"; exit 0; }
installs pyarrow==26.0.1
"$python" - "$folder/flows.parquet" << 'PYTHON'
import sys
import pyarrow as pa
import pyarrow.parquet as pq

columns = {f"text{i}": ["a", "b"] for i in range(5)} | {f"number{i}": [1, 2] for i in range(9)}
pq.write_table(pa.table(columns), sys.argv[1], compression="gzip")
PYTHON
mvn -q dependency:copy -Dartifact="dev.hardwood:hardwood-core:$version" -DoutputDirectory="$folder"
cat > "$folder/Rows.java" << 'JAVA'
import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;
import dev.hardwood.schema.ColumnProjection;
import java.nio.file.Path;

class Rows {
  public static void main(String[] a) throws Exception {
    int count = 0;
    try (var file = ParquetFileReader.open(InputFile.of(Path.of(a[1])))) {
      if (a[0].equals("rows")) {
        try (var rows = file.rowReader()) {
          while (rows.hasNext()) {
            rows.next();
            count++;
          }
        }
      } else {
        try (var columns =
            file.buildColumnReaders(ColumnProjection.all()).batchSize(1024).build()) {
          while (columns.nextBatch()) {
            count += columns.getRecordCount();
          }
        }
      }
      System.out.println(count);
    } catch (Throwable e) {
      Throwable cause = e;
      while (cause.getCause() != null) {
        cause = cause.getCause();
      }
      System.out.println(cause.getClass().getSimpleName());
    }
    System.exit(0);
  }
}
JAVA
"$javac" -d "$folder" -cp "$folder/hardwood-core-$version.jar" "$folder/Rows.java"
reads() {
  "$java" -Xmx32m --enable-native-access=ALL-UNNAMED -cp "$folder/hardwood-core-$version.jar:$folder" \
    Rows "$1" "$folder/flows.parquet" 2> /dev/null
}
echo "Hardwood $version, $("$java" --version | head -1)"
output="rows: $(reads rows)
columns: $(reads columns)"
expects "rows: OutOfMemoryError
columns: 2"
