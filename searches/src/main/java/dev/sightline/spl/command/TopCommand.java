package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Decimal;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code top} and {@code rare}: how often each combination of values occurs. */
record TopCommand(
    boolean rare, int limit, List<String> fields, List<String> by, Labels labels, Place place)
    implements Command {
  private static final Set<String> OPTIONS =
      Set.of(
          "limit", "countfield", "percentfield", "showcount", "showperc", "useother", "otherstr");

  /** The names of the columns; null where a column is not shown. */
  record Labels(@Nullable String count, @Nullable String percent, @Nullable String other) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    Builder builder = new Builder();
    if (arguments.peekWord().matches("\\d+")) {
      builder.limit = arguments.count("a number of values");
    }
    List<String> fields = new ArrayList<>();
    while (!arguments.atEnd() && !arguments.isKeyword("BY")) {
      if (!builder.read(arguments) && !arguments.accept(',')) {
        fields.add(arguments.word("a field").text());
      }
    }
    if (fields.isEmpty()) {
      throw place.error("'" + arguments.command() + "' needs a field.");
    }
    List<String> by = StatsCommand.by(arguments);
    arguments.expectEnd();
    return new TopCommand(
        arguments.command().equals("rare"), builder.limit, fields, by, builder.labels(), place);
  }

  private static final class Builder {
    private int limit = 10;
    private String count = "count";
    private String percent = "percent";
    private boolean showCount = true;
    private boolean showPercent = true;
    private boolean useOther;
    private String other = "OTHER";

    boolean read(Arguments arguments) {
      Optional<Arguments.Word> option = arguments.option(OPTIONS);
      if (option.isEmpty()) {
        return false;
      }
      switch (option.get().text()) {
        case "limit" -> limit = arguments.count("a number of values");
        case "countfield" -> count = arguments.word("a name").text();
        case "percentfield" -> percent = arguments.word("a name").text();
        case "showcount" -> showCount = arguments.truth();
        case "showperc" -> showPercent = arguments.truth();
        case "useother" -> useOther = arguments.truth();
        default -> other = arguments.word("a name").text();
      }
      return true;
    }

    Labels labels() {
      return new Labels(
          showCount ? count : null, showPercent ? percent : null, useOther ? other : null);
    }
  }

  /** A combination of values and how often it came. */
  private static final class Tally {
    private final List<Scalar> values;
    private long count;

    Tally(List<Scalar> values) {
      this.values = values;
    }
  }

  /** The combinations of one group of BY. */
  private record Group(List<Scalar> key, Map<List<String>, Tally> tallies) {}

  @Override
  public Stage open(RunScope scope, Stage next) {
    Map<List<String>, Group> groups = new LinkedHashMap<>();
    return new Stage() {
      @Override
      public void accept(Row row) {
        for (List<Scalar> key : Groups.keys(row, by)) {
          Group group =
              groups.computeIfAbsent(Groups.text(key), _ -> new Group(key, new LinkedHashMap<>()));
          for (List<Scalar> values : Groups.keys(row, fields)) {
            group
                .tallies()
                .computeIfAbsent(
                    Groups.text(values),
                    _ -> {
                      scope.hold(200, place);
                      return new Tally(values);
                    })
                .count++;
          }
        }
      }

      @Override
      public void finish() {
        groups.values().forEach(group -> emit(group, next));
        next.finish();
      }
    };
  }

  private void emit(Group group, Stage next) {
    List<Tally> tallies = new ArrayList<>(group.tallies().values());
    Comparator<Tally> order = Comparator.comparingLong(tally -> tally.count);
    tallies.sort(rare ? order : order.reversed());
    long total = tallies.stream().mapToLong(tally -> tally.count).sum();
    int shown = limit == 0 ? tallies.size() : Math.min(limit, tallies.size());
    for (Tally tally : tallies.subList(0, shown)) {
      next.accept(row(group, tally.values, tally.count, total));
    }
    if (labels.other() != null && shown < tallies.size()) {
      long rest = tallies.subList(shown, tallies.size()).stream().mapToLong(t -> t.count).sum();
      List<Scalar> other = new ArrayList<>();
      fields.forEach(_ -> other.add(Value.of(labels.other())));
      next.accept(row(group, other, rest, total));
    }
  }

  private Row row(Group group, List<Scalar> values, long count, long total) {
    Row row = new Row();
    for (int i = 0; i < by.size(); i++) {
      row.put(by.get(i), group.key().get(i));
    }
    for (int i = 0; i < fields.size(); i++) {
      row.put(fields.get(i), values.get(i));
    }
    if (labels.count() != null) {
      row.put(labels.count(), Value.of(count));
    }
    if (labels.percent() != null) {
      row.put(labels.percent(), new Decimal(100.0 * count / total, 0, 6));
    }
    return row;
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public List<String> columns(@Nullable List<String> before) {
    List<String> columns = new ArrayList<>(by);
    columns.addAll(fields);
    if (labels.count() != null) {
      columns.add(labels.count());
    }
    if (labels.percent() != null) {
      columns.add(labels.percent());
    }
    return columns;
  }
}
