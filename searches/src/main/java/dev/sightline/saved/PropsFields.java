package dev.sightline.saved;

import dev.sightline.spl.event.Event;
import dev.sightline.spl.event.FieldRules;
import dev.sightline.spl.event.Row;
import dev.sightline.spl.expression.Expression;
import dev.sightline.spl.expression.ExpressionCompiler;
import dev.sightline.spl.expression.ExpressionParser;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.value.Regex;
import dev.sightline.spl.value.Value;
import dev.sightline.spl.value.Wildcard;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The fields that props.conf adds at search time: extractions, then aliases, then what is
 * calculated, for the sourcetypes and sources that its stanzas name.
 */
final class PropsFields implements FieldRules {
  private static final Pattern ALIAS =
      Pattern.compile("(?i)(\"[^\"]+\"|\\S+)\\s+AS(NEW)?\\s+(\"[^\"]+\"|\\S+)");
  private static final Pattern IN_FIELD = Pattern.compile("(?s)(.*?)\\s+in\\s+(\\w+)\\s*");
  private static final Pattern FORMAT = Pattern.compile("(\\S+?)::\"?\\$(\\d+)\"?");

  private final List<Rule> rules;

  private PropsFields(List<Rule> rules) {
    this.rules = rules;
  }

  /** What one setting adds, to whom. */
  private record Rule(String stanza, Kind kind, FieldRules change) {
    boolean concerns(Event event) {
      if (stanza.equals(ConfFile.EVERYWHERE)) {
        return true;
      }
      for (String field : List.of("source", "host")) {
        if (stanza.startsWith(field + "::")) {
          String pattern = stanza.substring(field.length() + 2).replace("...", "*");
          return new Wildcard(pattern, false).matches(event.indexed(field));
        }
      }
      return new Wildcard(stanza, true).matches(event.indexed("sourcetype"));
    }
  }

  /** The kinds of settings, in the order in which Splunk applies them. */
  private enum Kind {
    EXTRACT,
    REPORT,
    FIELDALIAS,
    EVAL
  }

  /** Without any rule this is {@link FieldRules#NONE}. */
  static FieldRules of(
      Map<String, ConfSettings> props,
      Map<String, ConfSettings> transforms,
      Consumer<String> notes) {
    List<Rule> rules = new ArrayList<>();
    for (Kind kind : Kind.values()) {
      props.forEach((stanza, settings) ->
          settings
              .all()
              .forEach((key, value) -> {
                if (key.startsWith(kind + "-")) {
                  try {
                    rules.add(new Rule(stanza, kind, change(kind, key, value, transforms)));
                  } catch (SplException e) {
                    notes.accept("props.conf, [" + stanza + "] " + key + ": " + e.getMessage());
                  } catch (Regex.Refused e) {
                    notes.accept("props.conf, [" + stanza + "] " + key + ": " + e.reason());
                  }
                }
              }));
    }
    return rules.isEmpty() ? FieldRules.NONE : new PropsFields(List.copyOf(rules));
  }

  private static FieldRules change(
      Kind kind, String key, String value, Map<String, ConfSettings> transforms) {
    return switch (kind) {
      case EXTRACT -> {
        Matcher matcher = IN_FIELD.matcher(value);
        boolean inField = matcher.matches();
        yield extraction(
            Regex.compile(inField ? String.valueOf(matcher.group(1)) : value),
            inField ? String.valueOf(matcher.group(2)) : "_raw",
            Map.of());
      }
      case REPORT -> report(value, transforms);
      case FIELDALIAS -> aliases(value);
      case EVAL -> calculated(key.substring(key.indexOf('-') + 1), value);
    };
  }

  private static FieldRules report(String value, Map<String, ConfSettings> transforms) {
    List<FieldRules> all = new ArrayList<>();
    for (String name : ConfLibrary.words(value)) {
      ConfSettings settings = transforms.get(name);
      if (settings != null && settings.has("REGEX")) {
        Map<String, Integer> named = new LinkedHashMap<>();
        Matcher matcher = FORMAT.matcher(settings.get("FORMAT", ""));
        while (matcher.find()) {
          named.put(String.valueOf(matcher.group(1)), Integer.valueOf(matcher.group(2)));
        }
        all.add(
            extraction(
                Regex.compile(settings.get("REGEX", "")),
                settings.get("SOURCE_KEY", "_raw"),
                named));
      }
    }
    return (event, fields) -> all.forEach(one -> one.apply(event, fields));
  }

  private static FieldRules extraction(Regex regex, String source, Map<String, Integer> named) {
    return (event, fields) -> {
      Value value = source.equals("_raw") ? Value.of(event.raw()) : fields.get(source);
      if (value == null) {
        return;
      }
      regex.matching(
          value.text(),
          matcher -> {
            if (matcher.find()) {
              put(regex, matcher, named, fields);
            }
            return true;
          });
    };
  }

  private static void put(
      Regex regex, Matcher matcher, Map<String, Integer> named, Map<String, Value> fields) {
    named.forEach((field, group) -> {
      String text = group <= matcher.groupCount() ? matcher.group(group) : null;
      if (text != null) {
        fields.put(field, Value.of(text));
      }
    });
    for (int i = 0; i < regex.groups().size(); i++) {
      String text = Regex.group(matcher, i);
      if (text != null) {
        fields.put(regex.groups().get(i), Value.of(text));
      }
    }
  }

  private static FieldRules aliases(String value) {
    List<FieldRules> all = new ArrayList<>();
    Matcher matcher = ALIAS.matcher(value);
    while (matcher.find()) {
      String from = matcher.group(1).replace("\"", "");
      String to = matcher.group(3).replace("\"", "");
      boolean onlyNew = matcher.group(2) != null;
      all.add((event, fields) -> {
        Value known = fields.get(from);
        if (known != null && !(onlyNew && fields.containsKey(to))) {
          fields.put(to, known);
        }
      });
    }
    return (event, fields) -> all.forEach(one -> one.apply(event, fields));
  }

  private static FieldRules calculated(String field, String text) {
    SourceText source = SourceText.of(text);
    Expression expression =
        new ExpressionCompiler(source, () -> Double.NaN)
            .value(new ExpressionParser(source, 0, source.length()).whole());
    return (event, fields) -> {
      Row row = new Row();
      fields.forEach(row::put);
      for (String name : List.of("sourcetype", "source", "host", "index")) {
        row.put(name, Value.of(event.indexed(name)));
      }
      row.put("_time", Value.of(event.time()));
      row.put("_raw", Value.of(event.raw()));
      Value made = expression.evaluate(row);
      if (made == null) {
        fields.remove(field);
      } else {
        fields.put(field, made);
      }
    };
  }

  @Override
  public void apply(Event event, Map<String, Value> fields) {
    Kind calculated = Kind.EVAL;
    Map<String, Value> before = null;
    for (Rule rule : rules) {
      if (!rule.concerns(event)) {
        continue;
      }
      if (rule.kind() == calculated) {
        // Calculated fields do not see each other.
        before = before == null ? Map.copyOf(fields) : before;
        Map<String, Value> alone = new LinkedHashMap<>(before);
        rule.change().apply(event, alone);
        differing(before, alone, fields);
      } else {
        rule.change().apply(event, fields);
      }
    }
  }

  private static void differing(
      Map<String, Value> before, Map<String, Value> after, Map<String, Value> fields) {
    after.forEach((name, value) -> {
      if (!value.equals(before.get(name))) {
        fields.put(name, value);
      }
    });
    before.keySet().stream().filter(name -> !after.containsKey(name)).forEach(fields::remove);
  }
}
