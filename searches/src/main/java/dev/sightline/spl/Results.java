package dev.sightline.spl;

import dev.sightline.spl.event.Row;
import java.util.List;

/**
 * What a search found: an offline approximation of what Splunk would show.
 *
 * @param fields the columns, in order; a row need not have a value in each
 * @param warnings what was cut short, as a subsearch at its limit
 */
public record Results(List<String> fields, List<Row> rows, List<String> warnings) {
  public Results {
    fields = List.copyOf(fields);
    rows = List.copyOf(rows);
    warnings = List.copyOf(warnings);
  }
}
