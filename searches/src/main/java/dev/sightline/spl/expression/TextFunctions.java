package dev.sightline.spl.expression;

import static dev.sightline.spl.expression.Functions.value;

import dev.sightline.spl.value.Regex;
import dev.sightline.spl.value.Scalar;
import dev.sightline.spl.value.Value;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import org.jspecify.annotations.Nullable;

/** Functions on text; a multivalue is worked on value by value. */
final class TextFunctions {
  private TextFunctions() {}

  static void add(Map<String, Functions.Function> all) {
    one(all, "lower", text -> text.toLowerCase(Locale.ROOT));
    one(all, "upper", text -> text.toUpperCase(Locale.ROOT));
    one(all, "urldecode", TextFunctions::urlDecoded);
    digest(all, "md5", "MD5");
    digest(all, "sha1", "SHA-1");
    digest(all, "sha256", "SHA-256");
    digest(all, "sha512", "SHA-512");
    all.put("trim", value(1, 2, (call, compiler) -> trim(call, compiler, true, true)));
    all.put("ltrim", value(1, 2, (call, compiler) -> trim(call, compiler, true, false)));
    all.put("rtrim", value(1, 2, (call, compiler) -> trim(call, compiler, false, true)));
    all.put("len", value(1, 1, TextFunctions::length));
    all.put("substr", value(2, 3, TextFunctions::substring));
    all.put("split", value(2, 2, TextFunctions::split));
    all.put("replace", value(3, 3, TextFunctions::replace));
    all.put("tostring", value(1, 2, NumberText::toText));
    all.put("tonumber", value(1, 2, NumberText::toNumber));
    all.put("printf", value(1, Functions.ANY, NumberText::printf));
  }

  private static void one(
      Map<String, Functions.Function> all, String name, UnaryOperator<String> operator) {
    all.put(
        name,
        value(
            1,
            1,
            (call, compiler) -> {
              Expression argument = compiler.value(call.argument(0));
              return row -> each(argument.evaluate(row), operator);
            }));
  }

  private static @Nullable Value each(@Nullable Value value, UnaryOperator<String> operator) {
    if (value == null) {
      return null;
    }
    if (value instanceof Scalar scalar) {
      return Value.of(operator.apply(scalar.text()));
    }
    List<Scalar> parts = new ArrayList<>();
    value.parts().forEach(part -> parts.add(Value.of(operator.apply(part.text()))));
    return Value.of(parts);
  }

  private static void digest(Map<String, Functions.Function> all, String name, String algorithm) {
    one(
        all,
        name,
        text -> {
          try {
            byte[] hash =
                MessageDigest.getInstance(algorithm).digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
          } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(algorithm + " is missing from this Java", e);
          }
        });
  }

  /** Only percent signs are decoded; what is no such sequence stays. */
  private static String urlDecoded(String text) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < bytes.length; i++) {
      int high = i + 2 < bytes.length && bytes[i] == '%' ? Character.digit(bytes[i + 1], 16) : -1;
      int low = high < 0 ? -1 : Character.digit(bytes[i + 2], 16);
      if (low >= 0) {
        out.write(high * 16 + low);
        i += 2;
      } else {
        out.write(bytes[i]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static Expression trim(
      Node.Call call, ExpressionCompiler compiler, boolean left, boolean right) {
    Expression subject = compiler.value(call.argument(0));
    Expression characters =
        call.arguments().size() == 1 ? _ -> Value.of(" \t") : compiler.value(call.argument(1));
    return row -> {
      Value set = characters.evaluate(row);
      return set == null
          ? null
          : each(subject.evaluate(row), text -> trimmed(text, set.text(), left, right));
    };
  }

  private static String trimmed(String text, String characters, boolean left, boolean right) {
    int from = 0;
    int to = text.length();
    while (left && from < to && characters.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    while (right && to > from && characters.indexOf(text.charAt(to - 1)) >= 0) {
      to--;
    }
    return text.substring(from, to);
  }

  private static Expression length(Node.Call call, ExpressionCompiler compiler) {
    Expression argument = compiler.value(call.argument(0));
    return row -> {
      Value value = argument.evaluate(row);
      if (value == null) {
        return null;
      }
      String text = value.text();
      return Value.of((long) text.codePointCount(0, text.length()));
    };
  }

  /** Positions count from 1, negative ones from the end. */
  private static Expression substring(Node.Call call, ExpressionCompiler compiler) {
    List<Expression> arguments = compiler.values(call.arguments());
    return row -> {
      double start = NumberFunctions.number(arguments.get(1).evaluate(row));
      double length =
          arguments.size() == 3
              ? NumberFunctions.number(arguments.get(2).evaluate(row))
              : Integer.MAX_VALUE;
      if (Double.isNaN(start) || Double.isNaN(length)) {
        return null;
      }
      return each(
          arguments.getFirst().evaluate(row), text -> part(text, (int) start, (int) length));
    };
  }

  private static String part(String text, int start, int length) {
    int from = start > 0 ? start - 1 : start < 0 ? text.length() + start : 0;
    long to = Math.min((long) from + Math.max(0, length), text.length());
    from = Math.max(from, 0);
    return from >= to ? "" : text.substring(from, (int) to);
  }

  private static Expression split(Node.Call call, ExpressionCompiler compiler) {
    Expression subject = compiler.value(call.argument(0));
    Expression delimiter = compiler.value(call.argument(1));
    return row -> {
      Value text = subject.evaluate(row);
      Value at = delimiter.evaluate(row);
      if (text == null || at == null) {
        return null;
      }
      List<Scalar> parts = new ArrayList<>();
      text.parts().forEach(part -> pieces(part.text(), at.text(), parts));
      return Value.of(parts);
    };
  }

  private static void pieces(String text, String delimiter, List<Scalar> parts) {
    if (delimiter.isEmpty()) {
      text.codePoints().forEach(c -> parts.add(Value.of(Character.toString(c))));
      return;
    }
    int from = 0;
    for (int found = text.indexOf(delimiter); found >= 0; found = text.indexOf(delimiter, from)) {
      parts.add(Value.of(text.substring(from, found)));
      from = found + delimiter.length();
    }
    parts.add(Value.of(text.substring(from)));
  }

  private static Expression replace(Node.Call call, ExpressionCompiler compiler) {
    Expression subject = compiler.value(call.argument(0));
    ExpressionCompiler.PatternSource source = compiler.pattern(call.argument(1));
    Expression replacement = compiler.value(call.argument(2));
    return row -> {
      Value with = replacement.evaluate(row);
      Regex pattern = source.pattern(row);
      if (with == null || pattern == null) {
        return null;
      }
      return each(
          subject.evaluate(row),
          text -> pattern.matching(text, m -> Replacement.of(with.text()).all(m, text)));
    };
  }

  /** A replacement in which {@code \1} stands for a group. */
  record Replacement(String form) {
    static Replacement of(String form) {
      return new Replacement(form);
    }

    String all(Matcher matcher, String text) {
      StringBuilder out = new StringBuilder();
      int from = 0;
      while (matcher.find()) {
        out.append(text, from, matcher.start());
        append(matcher, out);
        from = matcher.end();
      }
      return out.append(text, from, text.length()).toString();
    }

    private void append(Matcher matcher, StringBuilder out) {
      for (int i = 0; i < form.length(); i++) {
        char c = form.charAt(i);
        if (c == '\\' && i + 1 < form.length()) {
          char next = form.charAt(++i);
          if (Character.isDigit(next)) {
            int group = next - '0';
            String value = group <= matcher.groupCount() ? matcher.group(group) : null;
            out.append(value == null ? "" : value);
          } else {
            out.append(next == '\\' ? "\\" : "\\" + next);
          }
        } else {
          out.append(c);
        }
      }
    }
  }
}
