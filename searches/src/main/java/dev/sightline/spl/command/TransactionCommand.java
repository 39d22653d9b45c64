package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.expression.Condition;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.search.Filter;
import dev.sightline.spl.search.FilterParser;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.syntax.SourceText;
import dev.sightline.spl.syntax.SplException;
import dev.sightline.spl.time.TimeSpan;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * {@code transaction}: puts events together that have values of some fields in common, between a
 * first and a last event where such are named. Events are taken newest first, as Splunk does.
 */
record TransactionCommand(
    List<String> fields,
    Transaction.Bounds bounds,
    @Nullable Predicate<Row> startsWith,
    @Nullable Predicate<Row> endsWith,
    Transaction.Form form,
    Keeping keeping,
    Place place)
    implements Command {
  private static final Set<String> OPTIONS =
      Set.of(
          "name",
          "maxspan",
          "maxpause",
          "maxevents",
          "startswith",
          "endswith",
          "connected",
          "unifyends",
          "keepevicted",
          "keeporphans",
          "mvlist",
          "mvraw",
          "delim",
          "nullstr",
          "maxopentxn",
          "maxopenevents");

  /** What is kept of what makes no transaction. */
  record Keeping(boolean evicted, boolean orphans) {}

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    return new TransactionOptions(arguments, compilation).read();
  }

  /** Reads what stands after the name of the command. */
  private static final class TransactionOptions {
    private final Arguments arguments;
    private final Compilation compilation;
    private final Place place;
    private final List<String> fields = new ArrayList<>();
    private double maxSpan = -1;
    private double maxPause = -1;
    private int maxEvents = 1_000;
    private boolean connected = true;
    private boolean list;
    private String absent = "NULL";
    private boolean evicted;
    private boolean orphans;
    private @Nullable Predicate<Row> startsWith;
    private @Nullable Predicate<Row> endsWith;

    TransactionOptions(Arguments arguments, Compilation compilation) {
      this.arguments = arguments;
      this.compilation = compilation;
      this.place = compilation.place(arguments.offset());
    }

    Command read() {
      while (!arguments.atEnd()) {
        if (arguments.atOption()) {
          option(arguments.option(OPTIONS).orElseThrow().text());
        } else if (!arguments.accept(',')) {
          fields.add(arguments.word("a field").text());
        }
      }
      return new TransactionCommand(
          List.copyOf(fields),
          new Transaction.Bounds(maxSpan, maxPause, maxEvents, connected),
          startsWith,
          endsWith,
          new Transaction.Form(list, absent),
          new Keeping(evicted, orphans),
          place);
    }

    private void option(String option) {
      switch (option) {
        case "maxspan" -> maxSpan = seconds();
        case "maxpause" -> maxPause = seconds();
        case "maxevents" -> maxEvents = arguments.count("a number of events");
        case "startswith" -> startsWith = condition();
        case "endswith" -> endsWith = condition();
        case "connected" -> connected = arguments.truth();
        case "keepevicted" -> evicted = arguments.truth();
        case "keeporphans" -> orphans = arguments.truth();
        case "mvlist" -> {
          int at = arguments.offset();
          Arguments.Word word = arguments.word("true, false or fields");
          if (!word.text().matches("(?i)t|true|1|f|false|0")) {
            throw arguments.error(at, "'transaction' with mvlist of fields is not supported.");
          }
          list = word.text().matches("(?i)t|true|1");
        }
        case "nullstr" -> absent = arguments.word("a text").text();
        case "unifyends", "mvraw" -> arguments.truth();
        default -> arguments.word("a value");
      }
    }

    private double seconds() {
      Arguments.Word word = arguments.word("a span of time such as 30s");
      if (word.text().equals("-1")) {
        return -1;
      }
      TimeSpan span = TimeSpan.parse(word.text());
      if (span == null && !word.text().matches("0[a-z]*")) {
        throw arguments.error(
            word.offset(), "'" + word.text() + "' is no span of time such as 30s.");
      }
      return span == null ? 0 : span.seconds();
    }

    /** A search in quotes or parentheses, an expression in {@code eval( )}, or one term. */
    private Predicate<Row> condition() {
      int start = arguments.offset();
      SourceText source = arguments.source();
      boolean expression = arguments.keyword("eval") && arguments.peek() == '(';
      if (arguments.peek() == '(') {
        int open = arguments.offset();
        int end = source.closing(open, arguments.limit(), '(', ')');
        arguments.moveTo(end + 1);
        if (expression) {
          Condition condition = compilation.condition(open + 1, end);
          return condition::holds;
        }
        String inner = source.text().substring(open + 1, end).strip();
        boolean quoted = inner.length() > 1 && inner.startsWith("\"") && inner.endsWith("\"");
        return filter(
            quoted && inner.indexOf('"', 1) == inner.length() - 1
                ? Arguments.unescaped(inner.substring(1, inner.length() - 1))
                : inner,
            start);
      }
      Arguments.Word word = arguments.word("a search");
      if (!word.quoted() && arguments.peek() == '=') {
        arguments.expect('=');
        Arguments.Word value = arguments.word("a value");
        return filter(word.text() + "=\"" + value.text() + "\"", start);
      }
      return filter(word.text(), start);
    }

    private Predicate<Row> filter(String text, int offset) {
      SourceText source = SourceText.of(text);
      try {
        Filter filter =
            new FilterParser(
                    source,
                    0,
                    source.length(),
                    compilation.now(),
                    (_, _, at) -> {
                      throw source.error(at, "A subsearch cannot stand here.");
                    })
                .whole();
        return filter::matches;
      } catch (SplException e) {
        throw compilation.source().error(offset, e.reason());
      }
    }
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          rows.sort(Comparator.comparingDouble((Row row) -> row.time()).reversed());
          List<Row> made = new Gathering().of(rows);
          made.sort(Comparator.comparingDouble((Row row) -> row.time()).reversed());
          made.forEach(next::accept);
        });
  }

  /** The transactions that are open while events are taken from the newest to the oldest. */
  private final class Gathering {
    private final List<Transaction> open = new ArrayList<>();
    private final List<Row> made = new ArrayList<>();

    List<Row> of(List<Row> rows) {
      for (Row row : rows) {
        if (!fields.isEmpty() && fields.stream().noneMatch(row::has)) {
          if (keeping.orphans()) {
            row.put("_txn_orphan", Value.of(1L));
            made.add(row);
          }
          continue;
        }
        take(row);
      }
      boolean complete = startsWith == null && endsWith == null;
      List.copyOf(open).forEach(left -> end(left, complete, complete && bounds.isBounded()));
      return made;
    }

    private void take(Row row) {
      Transaction found = fitting(row);
      boolean ends = endsWith != null && endsWith.test(row);
      boolean starts = startsWith != null && startsWith.test(row);
      if (found != null && ends) {
        end(found, false, false);
        found = null;
      }
      if (found == null) {
        found = new Transaction(fields, bounds, ends || endsWith == null);
        open.add(found);
      }
      found.add(row);
      if (starts) {
        end(found, found.hasEnd(), found.hasEnd());
      } else if (startsWith == null && endsWith == null && found.isFull()) {
        end(found, true, true);
      }
    }

    private @Nullable Transaction fitting(Row row) {
      for (Transaction candidate : List.copyOf(open).reversed()) {
        if (candidate.shares(row)) {
          if (candidate.hasRoomFor(row)) {
            return candidate;
          }
          end(candidate, startsWith == null, startsWith == null);
        }
      }
      return null;
    }

    private void end(Transaction transaction, boolean whole, boolean closed) {
      open.remove(transaction);
      boolean ended = endsWith != null && startsWith == null && transaction.hasEnd();
      if (whole || ended || keeping.evicted()) {
        made.add(transaction.row(form, closed || ended));
      }
    }
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }
}
