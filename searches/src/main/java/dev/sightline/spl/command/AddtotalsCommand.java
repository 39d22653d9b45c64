package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Value;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * {@code addtotals} adds to each row the sum of its numeric fields, and {@code addcoltotals} a last
 * row with the sum of each column.
 *
 * @param rowField the field of a row's sum, null where none is made
 * @param columns whether a last row is added
 */
record AddtotalsCommand(
    @Nullable String rowField,
    boolean columns,
    @Nullable String labelField,
    String label,
    FieldNames fields)
    implements Command {
  private static final Set<String> OPTIONS =
      Set.of("row", "col", "labelfield", "label", "fieldname");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    boolean ofColumns = arguments.command().equals("addcoltotals");
    boolean row = !ofColumns;
    boolean columns = ofColumns;
    String labelField = null;
    String label = "Total";
    String rowField = "Total";
    List<String> fields = List.of();
    while (!arguments.atEnd()) {
      if (!arguments.atOption()) {
        fields = someFieldsBeforeOption(arguments, fields);
        continue;
      }
      switch (arguments.option(OPTIONS).orElseThrow().text()) {
        case "row" -> row = arguments.truth();
        case "col" -> columns = arguments.truth();
        case "labelfield" -> labelField = arguments.word("a field").text();
        case "label" -> label = arguments.word("a label").text();
        default -> rowField = arguments.word("a field").text();
      }
    }
    return new AddtotalsCommand(
        row ? rowField : null, columns, labelField, label, FieldNames.of(fields));
  }

  /** Fields and options may stand in any order. */
  private static List<String> someFieldsBeforeOption(Arguments arguments, List<String> before) {
    if (arguments.accept(',')) {
      return before;
    }
    Set<String> fields = new LinkedHashSet<>(before);
    fields.add(arguments.word("a field").text());
    return List.copyOf(fields);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    Map<String, Double> sums = new LinkedHashMap<>();
    return new Stage() {
      @Override
      public void accept(Row row) {
        double total = 0;
        for (String name : summed(row)) {
          Value value = row.get(name);
          if (value != null && value.isNumeric()) {
            total += value.number();
            sums.merge(name, value.number(), Double::sum);
          }
        }
        if (rowField != null) {
          row.put(rowField, Value.of(total));
          sums.merge(rowField, total, Double::sum);
        }
        next.accept(row);
      }

      @Override
      public void finish() {
        if (columns) {
          next.accept(totals(sums));
        }
        next.finish();
      }
    };
  }

  private Set<String> summed(Row row) {
    Set<String> names =
        fields.names().isEmpty() ? new LinkedHashSet<>(row.names()) : fields.in(row);
    names.removeIf(name -> name.startsWith("_") || name.equals(rowField));
    return names;
  }

  private Row totals(Map<String, Double> sums) {
    Row row = new Row();
    sums.forEach((name, sum) -> row.put(name, Value.of(sum)));
    if (labelField != null) {
      row.put(labelField, Value.of(label));
    }
    return row;
  }

  @Override
  public Flow flow() {
    return columns ? Flow.ORDERED : Flow.STREAMING;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    List<String> named = rowField == null ? List.of() : List.of(rowField);
    List<String> after = Stages.plus(before, named);
    return labelField == null || !columns ? after : Stages.plus(after, List.of(labelField));
  }
}
