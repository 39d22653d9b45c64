package dev.sightline.spl.search;

import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.time.TimeModifier;
import dev.sightline.spl.time.TimeReader;
import dev.sightline.spl.value.Numbers;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.DoubleSupplier;

/**
 * Reads the expression of a search command. From the tightest to the loosest: parentheses, NOT, OR,
 * AND, where two expressions side by side are joined by AND.
 */
public final class FilterParser {
  private static final int DEEPEST = 200;

  private static final List<String> TIME_FORMATS =
      List.of("%m/%d/%Y:%H:%M:%S", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%m/%d/%Y");

  /** Takes a subsearch in, and gives the slot in which its rows will be found. */
  @FunctionalInterface
  public interface Subsearches {
    int add(int from, int to, int offset);
  }

  private final SourceText source;
  private final int to;
  private final DoubleSupplier now;
  private final Subsearches subsearches;
  private final Knowledge knowledge;
  private int at;
  private int depth;

  public FilterParser(
      SourceText source, int from, int to, DoubleSupplier now, Subsearches subsearches) {
    this(source, from, to, now, subsearches, Knowledge.NONE);
  }

  /** {@code knowledge}: what {@code eventtype} and {@code tag} name. */
  public FilterParser(
      SourceText source,
      int from,
      int to,
      DoubleSupplier now,
      Subsearches subsearches,
      Knowledge knowledge) {
    this.source = source;
    this.at = from;
    this.to = to;
    this.now = now;
    this.subsearches = subsearches;
    this.knowledge = knowledge;
  }

  /** The whole expression; an empty one matches everything. */
  public Filter whole() {
    if (atEnd()) {
      return new Filter.All();
    }
    Filter filter = conjunction();
    if (!atEnd()) {
      throw source.error(at, "This ) closes nothing: take it out, or quote it.");
    }
    return filter;
  }

  private Filter conjunction() {
    if (++depth > DEEPEST) {
      throw source.error(at, "This search is nested too deeply.");
    }
    List<Filter> parts = new ArrayList<>();
    parts.add(disjunction());
    while (!atEnd() && source.at(at) != ')') {
      keyword("AND");
      parts.add(disjunction());
    }
    depth--;
    return parts.size() == 1 ? parts.getFirst() : new Filter.And(List.copyOf(parts));
  }

  private Filter disjunction() {
    List<Filter> parts = new ArrayList<>();
    parts.add(negation());
    while (keyword("OR")) {
      parts.add(negation());
    }
    return parts.size() == 1 ? parts.getFirst() : either(parts);
  }

  /** Equality tests of one field become one set of values. */
  private static Filter either(List<Filter> parts) {
    Map<String, Set<String>> literals = new LinkedHashMap<>();
    List<Filter> others = new ArrayList<>();
    for (Filter part : parts) {
      if (part instanceof Filter.AnyOf(String field, Set<String> values)) {
        literals.computeIfAbsent(field, _ -> new HashSet<>()).addAll(values);
      } else {
        others.add(part);
      }
    }
    List<Filter> merged = new ArrayList<>();
    literals.forEach((field, values) -> merged.add(new Filter.AnyOf(field, Set.copyOf(values))));
    merged.addAll(others);
    return merged.size() == 1 ? merged.getFirst() : new Filter.Or(List.copyOf(merged));
  }

  private Filter negation() {
    if (keyword("NOT")) {
      if (++depth > DEEPEST) {
        throw source.error(at, "This search is nested too deeply.");
      }
      Filter part = negation();
      depth--;
      return new Filter.Not(part);
    }
    return primary();
  }

  private Filter primary() {
    if (atEnd()) {
      throw source.error(at, "The search ends too early: a term is missing here.");
    }
    int start = at;
    char c = source.at(at);
    if (c == '(') {
      at++;
      if (!atEnd() && source.at(at) == ')') {
        at++;
        return new Filter.All();
      }
      Filter inner = conjunction();
      if (atEnd()) {
        throw source.error(start, "This ( is never closed: add the closing ).");
      }
      at++;
      return inner;
    }
    if (c == ')') {
      throw source.error(at, "A term is missing before this ).");
    }
    if (c == '[') {
      int end = source.closing(at, to, '[', ']');
      at = end + 1;
      return new Filter.Subsearch(subsearches.add(start + 1, end, start));
    }
    boolean quoted = c == '"';
    String word = quoted ? quotedText() : word("()\"[]|=<>!");
    if (!quoted && isOperator(word)) {
      throw source.error(start, "A term is missing before this " + word + ".");
    }
    if (word.isEmpty() && !quoted && !startsRelation()) {
      throw source.error(start, "A search cannot go on with '" + c + "' here.");
    }
    if (!quoted
        && (word.equals("TERM") || word.equals("CASE"))
        && at < to
        && source.at(at) == '(') {
      return directive(word.equals("CASE"), start);
    }
    int afterWord = at;
    if (!atEnd() && startsRelation()) {
      return comparison(word, start);
    }
    if (keyword("IN") && !atEnd() && source.at(at) == '(') {
      return membership(word, start);
    }
    at = afterWord;
    return word.replace("*", "").isEmpty() && word.startsWith("*")
        ? new Filter.All()
        : new Filter.Term(new TermMatcher(word, false));
  }

  private static boolean isOperator(String word) {
    return word.equals("OR") || word.equals("AND") || word.equals("NOT");
  }

  private Filter directive(boolean caseSensitive, int start) {
    int end = source.closing(at, to, '(', ')');
    String term = source.text().substring(at + 1, end).strip();
    if (term.isEmpty()) {
      throw source.error(start, "A term is missing between these parentheses.");
    }
    at = end + 1;
    return new Filter.Term(new TermMatcher(term, caseSensitive));
  }

  private boolean startsRelation() {
    char c = source.at(at);
    return c == '='
        || c == '<'
        || c == '>'
        || (c == '!' && at + 1 < to && source.at(at + 1) == '=');
  }

  private Filter comparison(String field, int start) {
    if (field.isEmpty()) {
      throw source.error(start, "A field is missing before this comparison.");
    }
    ValueTest.Relation relation = relation();
    if (atEnd() || ")([]|".indexOf(source.at(at)) >= 0) {
      throw source.error(at, "A value is missing after the comparison of '" + field + "'.");
    }
    int valueAt = at;
    String value = source.at(at) == '"' ? quotedText() : word("()[]|\"");
    return test(field, relation, value, start, valueAt);
  }

  private ValueTest.Relation relation() {
    char c = source.at(at++);
    boolean orEqual = at < to && source.at(at) == '=';
    if (orEqual) {
      at++;
    }
    return switch (c) {
      case '<' -> orEqual ? ValueTest.Relation.LESS_OR_EQUAL : ValueTest.Relation.LESS;
      case '>' -> orEqual ? ValueTest.Relation.GREATER_OR_EQUAL : ValueTest.Relation.GREATER;
      case '!' -> ValueTest.Relation.NOT_EQUAL;
      default -> ValueTest.Relation.EQUAL;
    };
  }

  private Filter membership(String field, int start) {
    int open = at++;
    List<Filter> parts = new ArrayList<>();
    while (true) {
      if (atEnd()) {
        throw source.error(open, "This ( is never closed: add the closing ).");
      }
      char c = source.at(at);
      if (c == ')') {
        at++;
        break;
      }
      if (c == ',') {
        at++;
        continue;
      }
      int valueAt = at;
      String value = c == '"' ? quotedText() : word("()[]|\",");
      if (value.isEmpty() && c != '"') {
        throw source.error(at, "A value is expected in this list, not '" + c + "'.");
      }
      parts.add(test(field, ValueTest.Relation.EQUAL, value, start, valueAt));
    }
    if (parts.isEmpty()) {
      throw source.error(open, "This list is empty: write at least one value.");
    }
    return either(parts);
  }

  private Filter test(
      String field, ValueTest.Relation relation, String value, int start, int valueAt) {
    String lower = field.toLowerCase(Locale.ROOT);
    switch (lower) {
      case "earliest", "latest" -> {
        return time(lower.equals("earliest"), value, valueAt);
      }
      case "tag", "eventtype" -> {
        return known(lower, relation, value, start);
      }
      case "savedsearch", "_index_earliest", "_index_latest" ->
          throw source.error(start, "'" + field + "' is not supported in a search here.");
      default -> {
        if (lower.equals("index") && knowledge.anyIndex()) {
          return new Filter.All();
        }
        if (field.indexOf('*') >= 0) {
          throw source.error(start, "A search cannot test fields by a wildcard: name the field.");
        }
      }
    }
    if (ValueTest.isLiteral(relation, value)) {
      return new Filter.AnyOf(field, Set.of(value.toLowerCase(Locale.ROOT)));
    }
    return new Filter.FieldTest(field, new ValueTest(relation, value));
  }

  /** Events of a type, or with a tag, as the searches and fields behind it say. */
  private Filter known(String field, ValueTest.Relation relation, String value, int start) {
    if (relation != ValueTest.Relation.EQUAL && relation != ValueTest.Relation.NOT_EQUAL) {
      throw source.error(start, "'" + field + "' is compared with = and != only.");
    }
    boolean ofType = field.equals("eventtype");
    List<Filter> parts = new ArrayList<>();
    for (String one : ofType ? knowledge.types(value) : knowledge.tagged(value)) {
      parts.add(parsed(ofType ? knowledge.eventTypes().getOrDefault(one, "") : one, start));
    }
    if (parts.isEmpty()) {
      throw source.error(
          start,
          "There is no " + field + " '" + value + "' here: it stands in " + field + "s.conf.");
    }
    Filter any = parts.size() == 1 ? parts.getFirst() : new Filter.Or(List.copyOf(parts));
    return relation == ValueTest.Relation.EQUAL ? any : new Filter.Not(any);
  }

  private Filter parsed(String text, int start) {
    if (depth > DEEPEST / 4) {
      throw source.error(start, "Event types and tags name each other in a circle.");
    }
    SourceText other = SourceText.of(text);
    FilterParser parser =
        new FilterParser(
            other,
            0,
            text.length(),
            now,
            (_, _, offset) -> {
              throw other.error(offset, "A subsearch cannot stand here.");
            },
            knowledge);
    parser.depth = depth + 1;
    try {
      return parser.whole();
    } catch (SplException e) {
      throw source.error(start, "In '" + text + "': " + e.reason());
    }
  }

  private Filter time(boolean earliest, String value, int valueAt) {
    DoubleSupplier bound = bound(source, valueAt, value, now);
    DoubleSupplier none = () -> Double.NaN;
    return new Filter.Time(earliest ? bound : none, earliest ? none : bound);
  }

  /** The time that a modifier, a number of seconds or a date names. */
  private static DoubleSupplier bound(
      SourceText source, int offset, String value, DoubleSupplier now) {
    double number = Numbers.parse(value);
    if (!Double.isNaN(number) && value.charAt(0) != '-' && value.charAt(0) != '+') {
      return () -> number;
    }
    for (String format : TIME_FORMATS) {
      OptionalDouble time = TimeReader.read(value, format);
      if (time.isPresent()) {
        return time::getAsDouble;
      }
    }
    if (TimeModifier.apply(0, value).isEmpty()) {
      throw source.error(offset, "'" + value + "' is no time such as -24h@h.");
    }
    return () -> TimeModifier.apply(now.getAsDouble(), value).orElse(Double.NaN);
  }

  private String quotedText() {
    int start = at;
    at = source.endOfQuote(start, to);
    StringBuilder out = new StringBuilder();
    for (int i = start + 1; i < at - 1; i++) {
      char c = source.at(i);
      if (c == '\\' && (source.at(i + 1) == '"' || source.at(i + 1) == '\\')) {
        out.append(source.at(++i));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }

  private String word(String stops) {
    int start = at;
    while (at < to && !Character.isWhitespace(source.at(at))) {
      char c = source.at(at);
      boolean stop = stops.indexOf(c) >= 0;
      if (stop && (c != '!' || (at + 1 < to && source.at(at + 1) == '='))) {
        break;
      }
      at++;
    }
    return source.text().substring(start, at);
  }

  private boolean keyword(String keyword) {
    if (atEnd() || !source.text().startsWith(keyword, at)) {
      return false;
    }
    int end = at + keyword.length();
    boolean whole =
        end >= to || Character.isWhitespace(source.at(end)) || "()[\"".indexOf(source.at(end)) >= 0;
    if (whole) {
      at = end;
      skipSpace();
    }
    return whole;
  }

  private boolean atEnd() {
    skipSpace();
    return at >= to;
  }

  private void skipSpace() {
    while (at < to && Character.isWhitespace(source.at(at))) {
      at++;
    }
  }
}
