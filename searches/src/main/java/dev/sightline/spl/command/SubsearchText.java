package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.List;

/** The rows of a subsearch as the text of a search: what format writes. */
final class SubsearchText {
  /** What stands around rows and fields. */
  record Marks(
      String start,
      String rowStart,
      String and,
      String rowEnd,
      String or,
      String end,
      String none) {
    static final Marks STANDARD = new Marks("(", "(", "AND", ")", "OR", ")", "NOT ()");
  }

  private SubsearchText() {}

  /** The text, or what return or format have already made of the rows. */
  static String of(List<Row> rows) {
    if (rows.size() == 1) {
      Value search = rows.getFirst().get("search");
      if (search != null) {
        return search.text();
      }
    }
    return of(rows, Marks.STANDARD, "OR");
  }

  static String of(List<Row> rows, Marks marks, String valuesSeparator) {
    List<String> written = new ArrayList<>();
    for (Row row : rows) {
      String text = row(row, marks, valuesSeparator);
      if (!text.isEmpty()) {
        written.add(marks.rowStart() + " " + text + " " + marks.rowEnd());
      }
    }
    return written.isEmpty()
        ? marks.none()
        : marks.start() + " " + String.join(" " + marks.or() + " ", written) + " " + marks.end();
  }

  /** Fields whose name starts with an underscore are left out. */
  private static String row(Row row, Marks marks, String valuesSeparator) {
    List<String> tests = new ArrayList<>();
    for (String field : row.names()) {
      Value value = row.get(field);
      if (field.startsWith("_") || value == null) {
        continue;
      }
      if (field.equals("search") || field.equals("query")) {
        tests.add(value.text());
        continue;
      }
      List<String> any = new ArrayList<>();
      value.parts().forEach(part -> any.add(test(field, part)));
      tests.add(
          any.size() == 1
              ? any.getFirst()
              : "( " + String.join(" " + valuesSeparator + " ", any) + " )");
    }
    return String.join(" " + marks.and() + " ", tests);
  }

  static String test(String field, Scalar value) {
    return (field.indexOf(' ') < 0 ? field : quoted(field)) + "=" + quoted(value.text());
  }

  static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
