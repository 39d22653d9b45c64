package dev.sightline.cloudtrail;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;

/** Makes logs of every legal shape, and damages them. One seed, one document. */
final class Documents {
  private static final List<String> SPACE = List.of("", "", "", "", " ", "\n", "\r\n\t ", "   ");
  private static final List<String> PIECES =
      List.of(
          "a",
          "arn:aws:iam::111122223333:role/x",
          "\\\"",
          "\\\\",
          "\\/",
          "\\n",
          "\\u00e9",
          "\\ud83d\\ude00",
          "\\ud800",
          "é",
          "日本",
          "😀",
          "{",
          "}",
          "[",
          "]",
          ":",
          ",",
          "'",
          " ",
          "<html>",
          "\u007f",
          "Records",
          "\\\\\\\"",
          "0123456789abcdef");
  private static final List<String> NAMES =
      List.of(
          "eventTime",
          "eventID",
          "awsRegion",
          "recipientAccountId",
          "eventVersion",
          "eventName",
          "eventSource",
          "userIdentity",
          "userIdentity",
          "readOnly",
          "errorCode",
          "eventCategory",
          "read\\u004fnly",
          "user\\u0049dentity",
          "requestParameters",
          "responseElements",
          "Records",
          "",
          "event\\u0054ime",
          "\\u0065ventID",
          "aws\\u0052egion",
          "eventTimf",
          "eventId",
          "a\\\"b",
          "é");
  private static final List<String> IDENTITY_NAMES =
      List.of(
          "type", "type", "invokedBy", "accountId", "t\\u0079pe", "invokedb\\u0079", "typf", "");
  private static final List<String> TIMES =
      List.of(
          "2026-01-02T03:04:05Z",
          "2024-02-29T23:59:59.999Z",
          "2023-02-29T00:00:00Z",
          "2026-01-02",
          "2026-01-02T24:00:00Z",
          "2026-12-31T23:59:60Z",
          "1970-01-01T00:00:00Z",
          "1969-12-31T23:59:59Z",
          "2026-01-02T03:04:05.1234567891Z",
          "2026-01-02T03:04:05.12Z",
          "2026-01-02T03:04:05+00:00",
          "9999-12-31T23:59:59.999999999Z",
          "2026-1-2T03:04:05Z");
  private static final List<String> SCALARS =
      List.of(
          "true",
          "false",
          "null",
          "0",
          "-0",
          "17",
          "-1.5",
          "1e9",
          "2.5E-3",
          "12345678901234567890");

  private static final String DAMAGE = "{}[]\",:\\ \n\u0000\u00ff0tn-u";

  private final Random random;

  Documents(long seed) {
    this.random = new Random(seed);
  }

  /** A log in UTF-8, or as good as: now and then a byte is none. */
  byte[] log() {
    StringBuilder out = new StringBuilder(random.nextInt(8) == 0 ? "\uFEFF" : "");
    out.append(space()).append('{');
    int lists = random.nextInt(12) == 0 ? 2 : 1;
    int others = random.nextInt(3);
    for (int i = 0; i < lists + others; i++) {
      boolean list = i >= others || random.nextInt(3) == 0;
      out.append(i == 0 ? "" : ",").append(space());
      if (list) {
        out.append(random.nextInt(10) == 0 ? "\"R\\u0065cords\"" : "\"Records\"");
        out.append(space()).append(':').append(space());
        records(out);
      } else {
        out.append(string().replace("Records", "other"));
        out.append(space()).append(':').append(space());
        value(out, 3);
      }
      out.append(space());
    }
    byte[] bytes = out.append('}').append(space()).toString().getBytes(StandardCharsets.UTF_8);
    if (random.nextInt(4) == 0) {
      for (int i = 3; i < bytes.length; i++) {
        // Behind the byte order mark only strings have such bytes: the JSON stays whole.
        bytes[i] = bytes[i] < -64 && random.nextBoolean() ? (byte) 0xFF : bytes[i];
      }
    }
    return bytes;
  }

  /** Changes bytes of a document in a few places. */
  byte[] damaged(byte[] document) {
    String text = new String(document, StandardCharsets.ISO_8859_1);
    for (int i = random.nextInt(3); i >= 0; i--) {
      int at = random.nextInt(text.length() + 1);
      int to = Math.min(text.length(), at + random.nextInt(random.nextInt(10) == 0 ? 200 : 4));
      String middle =
          switch (random.nextInt(6)) {
            case 0 -> "";
            case 1 -> String.valueOf(DAMAGE.charAt(random.nextInt(DAMAGE.length())));
            case 2 -> text.substring(at, to) + text.substring(at, to);
            case 3 -> String.valueOf((char) random.nextInt(256));
            case 4 -> "\"Records\":[";
            default -> text.substring(at, to).replace('{', '[').replace('"', '\'');
          };
      text = text.substring(0, at) + middle + text.substring(random.nextBoolean() ? to : at);
      if (random.nextInt(12) == 0) {
        text = text.substring(0, random.nextInt(text.length() + 1));
      }
    }
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }

  private void records(StringBuilder out) {
    out.append('[').append(space());
    int count = random.nextInt(5);
    for (int i = 0; i < count; i++) {
      out.append(i == 0 ? "" : ",").append(space());
      if (random.nextInt(15) == 0) {
        value(out, 2);
      } else {
        record(out);
      }
      out.append(space());
    }
    out.append(']');
  }

  /** A record, small as a rule. */
  void record(StringBuilder out) {
    out.append('{').append(space());
    int members = random.nextInt(7);
    for (int i = 0; i < members; i++) {
      out.append(i == 0 ? "" : ",").append(space());
      String name = pick(NAMES);
      out.append('"').append(name).append('"').append(space()).append(':').append(space());
      if (name.endsWith("ime") && random.nextInt(4) > 0) {
        out.append('"').append(pick(TIMES)).append('"');
      } else if (name.endsWith("dentity") && random.nextInt(4) > 0) {
        identity(out);
      } else if (random.nextInt(50) == 0) {
        out.append('"').append(pick(PIECES).repeat(100)).append('"');
      } else {
        value(out, 3);
      }
      out.append(space());
    }
    out.append('}');
  }

  /** Who called, with members that are looked for among others. */
  private void identity(StringBuilder out) {
    out.append('{').append(space());
    for (int i = random.nextInt(4); i > 0; i--) {
      String name = pick(IDENTITY_NAMES);
      out.append('"').append(name).append('"').append(space()).append(':').append(space());
      value(out, 3);
      out.append(space()).append(i > 1 ? "," : "").append(space());
    }
    out.append('}');
  }

  private void value(StringBuilder out, int depth) {
    switch (random.nextInt(depth > 0 ? 5 : 3)) {
      case 0, 1 -> out.append(string());
      case 2 -> out.append(pick(SCALARS));
      case 3 -> {
        out.append('[').append(space());
        for (int i = random.nextInt(4); i > 0; i--) {
          value(out, depth - 1);
          out.append(space()).append(i > 1 ? "," : "").append(space());
        }
        out.append(']');
      }
      default -> {
        out.append('{').append(space());
        for (int i = random.nextInt(4); i > 0; i--) {
          out.append(string()).append(space()).append(':').append(space());
          value(out, depth - 1);
          out.append(space()).append(i > 1 ? "," : "").append(space());
        }
        out.append('}');
      }
    }
  }

  private String string() {
    StringBuilder out = new StringBuilder("\"");
    for (int i = random.nextInt(5); i > 0; i--) {
      out.append(pick(PIECES));
    }
    return out.append('"').toString();
  }

  private String space() {
    return pick(SPACE);
  }

  private String pick(List<String> from) {
    return from.get(random.nextInt(from.size()));
  }
}
