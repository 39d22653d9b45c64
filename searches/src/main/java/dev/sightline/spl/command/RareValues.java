package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** How often each value of one field is seen; where all are numbers, how often each bin is. */
final class RareValues {
  private final String field;
  private final double least;
  private final double width;
  private final Map<String, Integer> counts = new HashMap<>();
  private int seen;

  private RareValues(String field, double least, double width) {
    this.field = field;
    this.least = least;
    this.width = width;
  }

  static RareValues of(String field, List<Row> rows) {
    double[] numbers =
        rows.stream()
            .map(row -> row.get(field))
            .filter(value -> value != null)
            .mapToDouble(Value::number)
            .sorted()
            .toArray();
    boolean numeric = numbers.length > 0 && !Double.isNaN(numbers[numbers.length - 1]);
    double least = numeric ? numbers[0] : Double.NaN;
    double most = numeric ? numbers[numbers.length - 1] : Double.NaN;
    double width = numeric ? (most - least) / Math.ceil(Math.sqrt(numbers.length)) : 0;
    RareValues values = new RareValues(field, least, width);
    for (Row row : rows) {
      String key = values.key(row.get(field));
      if (key != null) {
        values.counts.merge(key, 1, Integer::sum);
        values.seen++;
      }
    }
    return values;
  }

  String field() {
    return field;
  }

  private @Nullable String key(@Nullable Value value) {
    if (value == null) {
      return null;
    }
    return width > 0 ? String.valueOf((long) ((value.number() - least) / width)) : value.text();
  }

  /** The share of rows that have the row's value; 1 where it has none. */
  double share(Row row) {
    String key = key(row.get(field));
    return key == null ? 1 : counts.getOrDefault(key, 0) / (double) seen;
  }
}
