package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Value;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalDouble;

/** How probable each row is, and from where on one counts as an anomaly. */
final class Surprise {
  private static final double QUARTILE_DISTANCES = 1.5;

  private final List<RareValues> fields;
  private final double[] probabilities;
  private final double[] sorted;
  private final double threshold;

  private Surprise(List<RareValues> fields, double[] probabilities, OptionalDouble given) {
    this.fields = fields;
    this.probabilities = probabilities;
    this.sorted = probabilities.clone();
    Arrays.sort(sorted);
    double distance = quartile(3) - quartile(1);
    this.threshold =
        given.isPresent()
            ? Math.log(given.getAsDouble())
            : quartile(1) - QUARTILE_DISTANCES * distance;
  }

  static Surprise of(List<Row> rows, List<RareValues> fields, OptionalDouble given) {
    double[] probabilities =
        rows.stream()
            .mapToDouble(
                row -> fields.stream().mapToDouble(field -> Math.log(field.share(row))).sum())
            .toArray();
    return new Surprise(fields, probabilities, given);
  }

  /** By nearest rank. */
  private double quartile(int number) {
    return sorted[Math.max(0, (int) Math.ceil(sorted.length * number / 4.0) - 1)];
  }

  boolean isAnomalous(int row) {
    return probabilities[row] < threshold;
  }

  /** Says how improbable the row is, and which field made it so most. */
  void annotate(Row row, int number) {
    RareValues rarest = null;
    for (RareValues field : fields) {
      if (rarest == null || field.share(row) < rarest.share(row)) {
        rarest = field;
      }
    }
    if (rarest != null) {
      double share = rarest.share(row);
      String cause = rarest.field();
      row.put("log_event_prob", Value.of(probabilities[number]));
      row.put("probable_cause", Value.of(cause));
      row.put("probable_cause_freq", Value.of(share));
    }
  }

  Row summary() {
    Row row = new Row();
    long anomalies = Arrays.stream(probabilities).filter(one -> one < threshold).count();
    row.put("num_anomalies", Value.of(anomalies));
    row.put("thresh", Value.of(threshold));
    row.put("max_logprob", Value.of(sorted[sorted.length - 1]));
    row.put("min_logprob", Value.of(sorted[0]));
    row.put("1st_quartile", Value.of(quartile(1)));
    row.put("3rd_quartile", Value.of(quartile(3)));
    return row;
  }
}
