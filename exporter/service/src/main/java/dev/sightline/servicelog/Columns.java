package dev.sightline.servicelog;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/**
 * The columns of lines, as a header names them.
 *
 * @param names in their order
 * @param usual whether they are those that everybody expects, so that nobody needs to be told
 */
record Columns(List<String> names, boolean usual) {
  private static final String MARK = "#Fields:";
  private static final Pattern HEADER =
      Pattern.compile("(date|timestamp|version|[a-z_]*time)\\b[-A-Za-z0-9_() \\t,]*");
  private static final int MOST = 200;

  /** CloudFront's columns as they have always been; it added the last ones over the years. */
  private static final List<String> CLOUDFRONT =
      List.of(
          ("date time x-edge-location sc-bytes c-ip cs-method cs(Host) cs-uri-stem sc-status"
                  + " cs(Referer) cs(User-Agent) cs-uri-query cs(Cookie) x-edge-result-type"
                  + " x-edge-request-id x-host-header cs-protocol cs-bytes time-taken"
                  + " x-forwarded-for ssl-protocol ssl-cipher x-edge-response-result-type"
                  + " cs-protocol-version fle-status fle-encrypted-fields c-port"
                  + " time-to-first-byte x-edge-detailed-result-type sc-content-type"
                  + " sc-content-len sc-range-start sc-range-end")
              .split(" "));

  private static final int FEWEST_OF_CLOUDFRONT = 12;

  /** Where no header says anything. */
  static final Columns USUAL = new Columns(List.of(), true);

  /** Which columns tell the time, the best first; a date has a clock in the next column. */
  private static final List<String> TIMES =
      List.of(
          "timestamp(ms)", "timestamp", "date", "starttime", "start", "time", "event_timestamp");

  Columns {
    names = List.copyOf(names);
  }

  /** Whether a line names columns, or says something of the file. */
  static boolean isHeader(String line) {
    return line.startsWith("#") || HEADER.matcher(line).matches();
  }

  /** The columns of a header; the same as before where it names none. */
  Columns and(String header) {
    if (header.startsWith("#") && !header.startsWith(MARK)) {
      return this;
    }
    String text = header.startsWith(MARK) ? header.substring(MARK.length()) : header;
    List<String> all = List.of(text.strip().split("[ \t,]+"));
    List<String> columns = all.subList(0, Math.min(MOST, all.size()));
    return new Columns(columns, isUsual(columns));
  }

  private static boolean isUsual(List<String> columns) {
    int shared = Math.min(columns.size(), CLOUDFRONT.size());
    return columns.size() >= FEWEST_OF_CLOUDFRONT
        && columns.subList(0, shared).equals(CLOUDFRONT.subList(0, shared));
  }

  /** Milliseconds since 1970, -1 where no column tells the time. */
  long timeMillis(byte[] buffer, int offset, int length) {
    for (String column : TIMES) {
      int place = names.indexOf(column);
      if (place < 0) {
        continue;
      }
      String field = field(buffer, offset, length, place);
      boolean clock = column.equals("date") && "time".equals(after(place));
      long millis =
          RecordTime.of(clock ? field + "T" + field(buffer, offset, length, place + 1) : field);
      if (millis >= 0) {
        return millis;
      }
    }
    return RecordTime.ofLine(buffer, offset, length);
  }

  private String after(int place) {
    return place + 1 < names.size() ? names.get(place + 1) : "";
  }

  private static String field(byte[] buffer, int offset, int length, int place) {
    byte separator = separator(buffer, offset, length);
    int from = offset;
    int end = offset + length;
    for (int number = 0; from <= end; number++) {
      int to = from;
      while (to < end && buffer[to] != separator) {
        to++;
      }
      if (number == place) {
        return new String(buffer, from, to - from, StandardCharsets.UTF_8);
      }
      from = to + 1;
    }
    return "";
  }

  /** A tab where there is one; whoever chooses another is likely to choose one of these. */
  private static byte separator(byte[] buffer, int offset, int length) {
    byte best = ' ';
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] == '\t') {
        return '\t';
      }
      best = buffer[i] == ',' && best == ' ' ? (byte) ',' : best;
    }
    return contains(buffer, offset, length, (byte) ' ') ? (byte) ' ' : best;
  }

  private static boolean contains(byte[] buffer, int offset, int length, byte wanted) {
    for (int i = offset; i < offset + length; i++) {
      if (buffer[i] == wanted) {
        return true;
      }
    }
    return false;
  }
}
