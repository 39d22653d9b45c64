package dev.sightline.inventory.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sightline.inventory.Layout;
import dev.sightline.inventory.Row;
import dev.sightline.lookups.Column;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** Rows as JSON documents with the types of their columns; an empty cell is no field. */
final class Documents {
  private static final Pattern OURS = Pattern.compile("[0-9a-f]{32}");

  private final List<Column> columns;

  Documents(Layout layout) {
    this.columns = layout.lookup().columns();
  }

  /** Whether a document's key is one that a row can have. */
  static boolean isOurs(String key) {
    return OURS.matcher(key).matches();
  }

  ObjectNode document(Row row) {
    ObjectNode document = fields(row);
    document.put("_key", row.key());
    return document;
  }

  /** The cells alone. */
  ObjectNode fields(Row row) {
    ObjectNode document = JsonNodeFactory.instance.objectNode();
    for (int i = 0; i < columns.size(); i++) {
      String cell = row.cells().get(i);
      if (!cell.isEmpty()) {
        String name = columns.get(i).name();
        switch (columns.get(i).type()) {
          case STRING -> document.put(name, cell);
          case BOOL -> document.put(name, cell.equals("true"));
          case NUMBER, TIME -> number(document, name, cell);
        }
      }
    }
    return document;
  }

  private static void number(ObjectNode document, String name, String cell) {
    try {
      BigDecimal number = new BigDecimal(cell);
      if (number.scale() <= 0) {
        document.put(name, number.longValueExact());
      } else {
        document.put(name, number);
      }
    } catch (ArithmeticException | NumberFormatException e) {
      // The collection would refuse the whole slice for it: a field that is missing is honest.
      document.remove(name);
    }
  }

  Row row(JsonNode document) {
    List<String> cells = new ArrayList<>(columns.size());
    for (Column column : columns) {
      JsonNode field = document.path(column.name());
      cells.add(
          switch (column.type()) {
            case STRING -> field.isNull() ? "" : field.asText("");
            case BOOL -> truth(field);
            case NUMBER, TIME -> number(field);
          });
    }
    return new Row(document.path("_key").asText(), cells);
  }

  /** Splunk's searches write truths as numbers and as text. */
  private static String truth(JsonNode field) {
    return switch (field.asText("")) {
      case "true", "1" -> "true";
      case "false", "0" -> "false";
      default -> "";
    };
  }

  private static String number(JsonNode field) {
    if (field.isMissingNode() || field.isNull() || field.asText("").isEmpty()) {
      return "";
    }
    try {
      return new BigDecimal(field.asText()).stripTrailingZeros().toPlainString();
    } catch (NumberFormatException e) {
      return "";
    }
  }
}
