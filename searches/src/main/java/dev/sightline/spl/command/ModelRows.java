package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.search.DataModels;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.value.Value;
import dev.sightline.yaml.Nearest;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The events of a data model, as rows with the model's names for fields.
 *
 * @param events that are in the model
 * @param fields that are asked for, with the name of their data set before them
 */
record ModelRows(Filter events, Set<String> fields) {
  /** Reads {@code Model} or {@code Model.Dataset}, which is next. */
  static ModelRows of(Arguments.Word word, Compilation compilation, Collection<String> fields) {
    String model = word.text().replace("\"", "").replaceFirst("\\..*", "");
    String search =
        DataModels.events(model, compilation.knowledge())
            .orElseThrow(() ->
                compilation
                    .source()
                    .error(
                        word.offset(),
                        "Unknown data model '"
                            + model
                            + "'"
                            + Nearest.hint(model, DataModels.names())
                            + "."));
    return new ModelRows(compilation.filterOf(search), new LinkedHashSet<>(fields));
  }

  /** The row with the model's fields; what they lack is unknown. */
  Row row(Row event) {
    Row row = event.only(TstatsCommand.INDEXED);
    for (String name : fields) {
      if (!TstatsCommand.INDEXED.contains(name)) {
        Value value = event.get(DataModels.field(name));
        if (value == null && name.indexOf('.') >= 0) {
          value = event.get(name.substring(name.lastIndexOf('.') + 1));
        }
        row.put(name, value == null ? Value.of(DataModels.UNKNOWN) : value);
      }
    }
    return row;
  }
}
