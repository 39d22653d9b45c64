package dev.sightline.catalog;

import dev.sightline.spl.command.PipelineCompiler;
import dev.sightline.spl.command.SearchCommand;
import dev.sightline.spl.expression.Node;
import dev.sightline.spl.lookup.LookupTable;
import dev.sightline.spl.lookup.Lookups;
import dev.sightline.spl.pipeline.Pipeline;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.syntax.CommandText;
import dev.sightline.spl.syntax.MacroExpansion;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.yaml.Mistake;
import dev.sightline.yaml.Nearest;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The rules about the text of a search. */
final class SearchLint {
  private static final Set<String> STATISTICS =
      Set.of("stats", "eventstats", "streamstats", "chart", "timechart");
  private static final Set<String> INDEXED =
      Set.of("index", "sourcetype", "source", "host", "sightline_id", "_time");
  private static final Pattern TEXT = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"");
  private static final Pattern QUOTED_FIELD = Pattern.compile("'([^']+)'");
  private static final Pattern ADDRESS_OR_KEY =
      Pattern.compile("\\b\\d{1,3}(\\.\\d{1,3}){3}\\b|\\bA(KIA|SIA)[A-Z0-9]{12,}");
  private static final Pattern LAMBDA =
      Pattern.compile(
          "\\b(UpdateFunctionConfiguration|UpdateFunctionCode|AddPermission|CreateFunction)\\b");

  private final Catalog catalog;
  private final Set<String> fields;
  private final List<Lint.Finding> findings;

  SearchLint(Catalog catalog, Set<String> fields, List<Lint.Finding> findings) {
    this.catalog = catalog;
    this.fields = fields;
    this.findings = findings;
  }

  private void add(Check check, Item item, int line, String sentence) {
    findings.add(new Lint.Finding(check, new Mistake(item.file(), line, sentence)));
  }

  void check(Item item) {
    String spl = item.spl();
    for (String parameter : item.parameters().keySet()) {
      spl = spl.replace("$" + parameter + "$", "parameter");
    }
    text(item, spl);
    ending(item);
    try {
      SourceText expanded = new MacroExpansion(catalog.macros()).expand(spl);
      commands(item, new MacroExpansion(catalog.macros()).expand(withoutEnding(item, spl)));
      compiled(item, expanded);
    } catch (SplException e) {
      add(Check.COMPILES, item, item.splLine() + e.line() - 1, e.reason());
    }
  }

  /** The macro that shapes a hit is ours: its counts are held by its own test. */
  private static String withoutEnding(Item item, String spl) {
    return spl.replace("| `sightline_" + item.id() + "_normalise`", "");
  }

  private void text(Item item, String spl) {
    String[] lines = spl.split("\n", -1);
    for (int i = 0; i < lines.length; i++) {
      int line = item.splLine() + i;
      String bare = TEXT.matcher(lines[i]).replaceAll("\"\"");
      if (bare.matches(".*\\berrorCode\\b.*")) {
        add(
            Check.ERROR_CODE_IN_MACROS,
            item,
            line,
            "Write `sightline_success`, `sightline_failure` or `sightline_denied` instead of"
                + " errorCode.");
      }
      if (bare.matches(".*\\bindex\\s*=.*")) {
        add(Check.INDEX_IN_MACROS, item, line, "Write `sightline_cloudtrail` instead of index=.");
      }
      if (ADDRESS_OR_KEY.matcher(lines[i]).find()) {
        add(Check.NO_LITERAL_SECRETS, item, line, "Put this address or key into a lookup.");
      }
      Matcher lambda = LAMBDA.matcher(lines[i]);
      if (lambda.find() && !lines[i].contains(lambda.group(1) + "*")) {
        add(
            Check.LAMBDA_NAMES_HAVE_SUFFIX,
            item,
            line,
            "CloudTrail adds a date and version: write " + lambda.group(1) + "20150331v2.");
      }
      Matcher field = QUOTED_FIELD.matcher(bare);
      while (field.find()) {
        if (field.group(1).contains(".")) {
          field(item, line, field.group(1));
        }
      }
    }
  }

  private void field(Item item, int line, String name) {
    if (!fields.contains(name) && !name.contains("*")) {
      add(
          Check.KNOWN_FIELDS,
          item,
          line,
          "No event of the fixtures has a field '" + name + "'" + Nearest.hint(name, fields) + ".");
    }
  }

  private void ending(Item item) {
    String ending =
        "| `sightline_" + item.id() + "_normalise`\n| `sightline_" + item.id() + "_filter`";
    if (item.givesHits() && !item.spl().endsWith(ending)) {
      add(
          Check.ENDS_IN_NORMALISE_AND_FILTER,
          item,
          item.splLine(),
          "End the search with: " + ending.replace("\n", " "));
    }
  }

  private void compiled(Item item, SourceText expanded) {
    Lookups lookups =
        new Lookups(
            catalog.lookups().stream()
                .map(definition -> new LookupTable(definition, List.of()))
                .toList());
    Pipeline pipeline =
        PipelineCompiler.compile(expanded, lookups, () -> 0, Double.NaN, Double.NaN);
    pipeline(item, pipeline);
  }

  private void pipeline(Item item, Pipeline pipeline) {
    boolean first = true;
    for (var command : pipeline.commands()) {
      if (command instanceof SearchCommand search) {
        filter(item, search.filter());
        if (first) {
          search.filter().fields().forEach(name -> field(item, item.splLine(), name));
        }
      }
      first = false;
    }
    pipeline.subsearches().forEach(subsearch -> pipeline(item, subsearch));
  }

  private void filter(Item item, Filter filter) {
    switch (filter) {
      case Filter.Or(List<Filter> parts) -> {
        if (parts.stream().anyMatch(part -> part instanceof Filter.Term)) {
          add(
              Check.NO_BARE_TERM_AFTER_OR,
              item,
              item.splLine(),
              "A bare term beside OR matches any mention of it: write eventName IN (A, B).");
        }
        parts.forEach(part -> filter(item, part));
      }
      case Filter.And(List<Filter> parts) -> parts.forEach(part -> filter(item, part));
      case Filter.Not(Filter part) -> filter(item, part);
      case Filter.AnyOf(String field, Set<String> literals) when field.equals("eventName") ->
          literals.forEach(name -> call(item, name));
      case Filter.All _,
          Filter.AnyOf _,
          Filter.FieldTest _,
          Filter.Term _,
          Filter.Time _,
          Filter.Subsearch _ -> {}
    }
  }

  private void call(Item item, String name) {
    if (!Lint.CALLS.has(name)) {
      add(
          Check.EVENT_NAMES_ARE_KNOWN,
          item,
          item.splLine(),
          "No service of AWS has a call '"
              + name
              + "'"
              + Nearest.hint(name, Lint.CALLS.all())
              + ".");
    }
  }

  private void commands(Item item, SourceText source) {
    SearchColumns columns = new SearchColumns(source);
    for (CommandText command : CommandText.split(source, 0, source.length())) {
      String arguments = source.text().substring(command.from(), command.to());
      switch (command.name()) {
        case "eval" -> dotted(item, columns.eval(command), "eval" + arguments);
        case "where" -> {
          // Where a macro or a subsearch stands in for the condition, the compiler has its say.
          if (arguments.indexOf('[') < 0) {
            condition(item, columns, columns.condition(command), "where" + arguments);
          }
        }
        case "bin", "bucket" -> columns.bin(command);
        case "sort" -> {
          if (!arguments.strip().matches("(?s)(limit=)?\\d+\\b.*")) {
            add(Check.SORT_HAS_LIMIT, item, item.splLine(), "Write 'sort 0' for all rows.");
          }
        }
        case "tstats" -> tstats(item, TEXT.matcher(arguments).replaceAll("\"\""));
        default -> {
          if (STATISTICS.contains(command.name()) && columns.statistics(command)) {
            add(
                Check.COUNTS_DISTINCT_EVENTS,
                item,
                item.splLine(),
                "Write dc(eventID) instead of count.");
          }
        }
      }
    }
  }

  private void dotted(Item item, boolean found, String command) {
    if (found) {
      add(
          Check.DOTTED_NAMES_QUOTED,
          item,
          item.splLine(),
          "Put dotted names in single quotes in: " + command);
    }
  }

  private void condition(Item item, SearchColumns columns, Node condition, String command) {
    dotted(item, columns.hasBareDottedName(condition), command);
    if (item.givesHits() && columns.isThresholdWithoutWindow(condition)) {
      add(
          Check.THRESHOLD_HAS_A_WINDOW,
          item,
          item.splLine(),
          "Before this threshold, cut time with 'bin _time span=…' or time_window: " + command);
    }
  }

  private void tstats(Item item, String arguments) {
    Matcher field = Pattern.compile("\\((\\w[\\w.{}]*)\\)|([\\w.{}]+)\\s*[=!]").matcher(arguments);
    while (field.find()) {
      String name = field.group(1) == null ? field.group(2) : field.group(1);
      if (!INDEXED.contains(name) && !name.equals("span")) {
        add(
            Check.TSTATS_READS_INDEXED_FIELDS,
            item,
            item.splLine(),
            "tstats does not see '" + name + "', which is found at search time: use stats.");
      }
    }
  }
}
