package dev.sightline.spl.aggregate;

import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A function of stats.
 *
 * @param percent for percentiles, else 0
 */
public record AggregateFunction(Kind kind, double percent) {
  private static final Pattern PERCENTILE =
      Pattern.compile("(?:p|perc|exactperc|upperperc)(\\d{1,2}(?:\\.\\d+)?|100)");

  /** The names that are known; percentiles take any number from 0 to 100. */
  public static final List<String> NAMES =
      List.of(
          "count",
          "c",
          "dc",
          "distinct_count",
          "estdc",
          "values",
          "list",
          "min",
          "max",
          "sum",
          "sumsq",
          "avg",
          "mean",
          "stdev",
          "stdevp",
          "var",
          "varp",
          "median",
          "mode",
          "range",
          "first",
          "last",
          "earliest",
          "latest",
          "earliest_time",
          "latest_time",
          "rate",
          "perc95",
          "p95",
          "exactperc95",
          "upperperc95");

  /** What a function calculates. */
  public enum Kind {
    COUNT,
    DISTINCT_COUNT,
    VALUES,
    LIST,
    MIN,
    MAX,
    SUM,
    SUM_OF_SQUARES,
    MEAN,
    SAMPLE_DEVIATION,
    DEVIATION,
    SAMPLE_VARIANCE,
    VARIANCE,
    MEDIAN,
    PERCENTILE,
    MODE,
    RANGE,
    FIRST,
    LAST,
    EARLIEST,
    LATEST,
    EARLIEST_TIME,
    LATEST_TIME,
    RATE
  }

  /** The function of that name, in any case, or null. */
  public static @Nullable AggregateFunction parse(String name) {
    String lower = name.toLowerCase(Locale.ROOT);
    Matcher matcher = PERCENTILE.matcher(lower);
    if (matcher.matches()) {
      return new AggregateFunction(Kind.PERCENTILE, Double.parseDouble(matcher.group(1)));
    }
    Kind kind =
        switch (lower) {
          case "count", "c" -> Kind.COUNT;
          case "dc", "distinct_count", "estdc" -> Kind.DISTINCT_COUNT;
          case "values" -> Kind.VALUES;
          case "list" -> Kind.LIST;
          case "min" -> Kind.MIN;
          case "max" -> Kind.MAX;
          case "sum" -> Kind.SUM;
          case "sumsq" -> Kind.SUM_OF_SQUARES;
          case "avg", "mean" -> Kind.MEAN;
          case "stdev" -> Kind.SAMPLE_DEVIATION;
          case "stdevp" -> Kind.DEVIATION;
          case "var" -> Kind.SAMPLE_VARIANCE;
          case "varp" -> Kind.VARIANCE;
          case "median" -> Kind.MEDIAN;
          case "mode" -> Kind.MODE;
          case "range" -> Kind.RANGE;
          case "first" -> Kind.FIRST;
          case "last" -> Kind.LAST;
          case "earliest" -> Kind.EARLIEST;
          case "latest" -> Kind.LATEST;
          case "earliest_time" -> Kind.EARLIEST_TIME;
          case "latest_time" -> Kind.LATEST_TIME;
          case "rate" -> Kind.RATE;
          default -> null;
        };
    return kind == null ? null : new AggregateFunction(kind, 0);
  }

  /** Whether the outcome depends on the order of rows. */
  public boolean isOrdered() {
    return kind == Kind.LIST || kind == Kind.FIRST || kind == Kind.LAST || kind == Kind.MODE;
  }

  /** Whether a bucket without rows has 0, rather than no value. */
  public boolean isCount() {
    return kind == Kind.COUNT || kind == Kind.DISTINCT_COUNT;
  }

  /** The function of a window that moves; null where it cannot take out what it took in. */
  @Nullable Sliding sliding() {
    return isCount() ? new Sliding(kind == Kind.DISTINCT_COUNT) : null;
  }

  /** A new accumulator; {@code memory} is told what it holds. */
  Accumulator accumulator(Memory memory) {
    return switch (kind) {
      case COUNT -> new Count();
      case DISTINCT_COUNT, VALUES, LIST, MODE -> new Collected(kind, memory);
      case SUM, SUM_OF_SQUARES, MEAN -> new Moments(kind);
      case SAMPLE_DEVIATION, DEVIATION, SAMPLE_VARIANCE, VARIANCE -> new Moments(kind);
      case MIN, MAX, RANGE -> new Extremes(kind);
      case MEDIAN, PERCENTILE -> new Ranks(kind, percent, memory);
      case FIRST, LAST, EARLIEST, LATEST, EARLIEST_TIME, LATEST_TIME, RATE -> new Ends(kind);
    };
  }

  /** Where accumulators say what they hold. */
  public interface Memory {
    void hold(long bytes);

    /** Values that {@code list()} keeps. */
    int listValues();
  }
}
