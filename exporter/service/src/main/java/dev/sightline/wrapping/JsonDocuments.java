package dev.sightline.wrapping;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.io.JsonEOFException;
import dev.sightline.wrapping.JsonObjects.Top;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * Reads JSON documents, one behind the other with white space between them or none, in which the
 * records are wrapped. Lists are read element by element, so that memory grows with the largest
 * element and not with the document. Used once.
 */
public final class JsonDocuments {
  /** As much as a record may have, with every character of it escaped. */
  private static final int MAXIMUM_ELEMENT_BYTES = 32 << 20;

  /** Members whose list holds what is wrapped. */
  private static final Set<String> LISTS =
      Set.of(
          "Records",
          "logEvents",
          "events",
          "Events",
          "QueryResultRows",
          "results",
          "hits",
          "Findings",
          "findings");

  private final Tape tape;
  private final Taker taker;
  private final Wraps wraps;
  private final int depth;
  private long elements;

  public JsonDocuments(InputStream stream, Taker taker) {
    this(stream, taker, 0);
  }

  JsonDocuments(InputStream stream, Taker taker, int depth) {
    this.tape = new Tape(stream, MAXIMUM_ELEMENT_BYTES);
    this.taker = taker;
    this.wraps = new Wraps(taker);
    this.depth = depth;
  }

  /**
   * Reads to the end.
   *
   * @return how many elements there are
   * @throws WrappingException where it is no JSON from some place on
   * @throws IOException where the stream or the taker fails, unchanged
   */
  public long read() throws IOException, InterruptedException {
    try (JsonParser parser = JsonObjects.FACTORY.createParser(tape)) {
      for (JsonToken token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          document(parser);
        } else if (token == JsonToken.START_ARRAY) {
          list(parser);
        } else {
          elements++;
          taker.unreadable("A value that is no JSON object holds no record.");
        }
      }
    } catch (JsonEOFException e) {
      throw new WrappingException(
          "The JSON breaks off after "
              + e.getLocation().getByteOffset()
              + " bytes, behind element "
              + elements
              + ": what came before was read.",
          e);
    } catch (JsonProcessingException e) {
      throw new WrappingException(
          "The file is not JSON at byte "
              + e.getLocation().getByteOffset()
              + " ("
              + e.getOriginalMessage()
              + "), behind element "
              + elements
              + ": what came before was read.",
          e);
    }
    return elements;
  }

  private static long tokenAt(JsonParser parser) {
    return parser.currentTokenLocation().getByteOffset();
  }

  /** An object with a list of what it wraps, or one that is to be looked into. */
  private void document(JsonParser parser) throws IOException, InterruptedException {
    long from = tokenAt(parser);
    tape.forget(from);
    boolean listed = false;
    boolean control = false;
    String group = "";
    String owner = "";
    while (parser.nextToken() == JsonToken.FIELD_NAME) {
      String name = parser.currentName();
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_ARRAY && LISTS.contains(name)) {
        listed = true;
        if (control) {
          parser.skipChildren();
          taker.nothing("control_message");
        } else {
          taker.of(group, owner);
          list(parser);
        }
      } else if (token == JsonToken.START_OBJECT && name.equals("hits")) {
        listed = true;
        document(parser);
      } else {
        boolean type = name.equals("messageType") && token == JsonToken.VALUE_STRING;
        control |= type && parser.getText().equals("CONTROL_MESSAGE");
        if (token == JsonToken.VALUE_STRING && name.equals("logGroup")) {
          group = parser.getText();
        } else if (token == JsonToken.VALUE_STRING && name.equals("owner")) {
          owner = parser.getText();
        }
        parser.skipChildren();
        parser.finishToken();
      }
    }
    if (!listed) {
      object(from, parser.currentLocation().getByteOffset());
    }
  }

  private void list(JsonParser parser) throws IOException, InterruptedException {
    for (JsonToken token = parser.nextToken();
        token != JsonToken.END_ARRAY && token != null;
        token = parser.nextToken()) {
      long from = tokenAt(parser);
      tape.forget(from);
      if (token == JsonToken.START_ARRAY) {
        row(parser);
      } else if (token == JsonToken.START_OBJECT) {
        parser.skipChildren();
        object(from, parser.currentLocation().getByteOffset());
      } else if (token == JsonToken.VALUE_STRING) {
        elements++;
        if (!wraps.text(parser.getText(), -1, depth)) {
          taker.unreadable("A text in a list holds no record.");
        }
      } else {
        elements++;
        taker.unreadable("A value in a list is no JSON object.");
      }
    }
  }

  private void object(long from, long to) throws IOException, InterruptedException {
    elements++;
    byte[] json = tape.between(from, to);
    if (json == null) {
      taker.unreadable("An object of " + (to - from) + " bytes is larger than any record.");
    } else if (!wraps.object(json, 0, json.length, -1, depth)) {
      taker.unknown(json, 0, json.length);
    }
  }

  /** A row of a query: a list of columns, each an object with its name, or with name and value. */
  private void row(JsonParser parser) throws IOException, InterruptedException {
    long from = tokenAt(parser);
    Map<String, String> cells = new LinkedHashMap<>();
    int level = 1;
    while (level > 0) {
      JsonToken token = parser.nextToken();
      if (token == JsonToken.START_OBJECT) {
        long cellFrom = tokenAt(parser);
        parser.skipChildren();
        byte[] cell = tape.between(cellFrom, parser.currentLocation().getByteOffset());
        Top top = cell == null ? null : JsonObjects.top(cell, 0, cell.length);
        if (top != null) {
          cell(top, cells);
        }
      } else if (token == JsonToken.START_ARRAY) {
        level++;
      } else if (token == JsonToken.END_ARRAY || token == null) {
        level--;
      }
    }
    elements++;
    if (!new TableRow(cells).takenBy(wraps, taker, depth)) {
      byte[] json = tape.between(from, parser.currentLocation().getByteOffset());
      taker.unreadable(
          json == null
              ? "A row is larger than any record."
              : TableRow.noRecord("A row", cells.keySet())
                  + " It begins with '"
                  + new String(json, 0, Math.min(40, json.length), StandardCharsets.UTF_8)
                      .replaceAll("[^ -~]", "?")
                  + "'.");
    }
  }

  private static void cell(Top top, Map<String, String> cells) {
    String field = top.texts().get("field");
    String value = top.texts().get("value");
    if (field != null && value != null && top.texts().size() == 2) {
      cells.put(field, value);
    } else {
      cells.putAll(top.texts());
    }
  }
}
