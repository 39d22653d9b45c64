package dev.sightline.spl.command;

import dev.sightline.spl.event.Row;
import dev.sightline.spl.pipeline.Command;
import dev.sightline.spl.pipeline.RunScope;
import dev.sightline.spl.pipeline.Stage;
import dev.sightline.spl.syntax.Arguments;
import dev.sightline.spl.syntax.Place;
import dev.sightline.spl.value.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code dedup}: the first rows of each combination of values; rows without a field go. */
record DedupCommand(
    int count,
    List<String> fields,
    boolean keepEvents,
    boolean keepEmpty,
    boolean consecutive,
    @Nullable SortCommand sort,
    Place place)
    implements Command {
  private static final Set<String> OPTIONS = Set.of("keepevents", "keepempty", "consecutive");

  static Command parse(Arguments arguments, Compilation compilation, boolean first) {
    Place place = compilation.place(arguments.offset());
    int count = 1;
    List<String> fields = new ArrayList<>();
    boolean keepEvents = false;
    boolean keepEmpty = false;
    boolean consecutive = false;
    SortCommand sort = null;
    if (arguments.peekWord().matches("-?\\d+")) {
      int at = arguments.offset();
      count = arguments.count("a number of rows");
      if (count == 0) {
        throw arguments.error(at, "'dedup' keeps at least 1 row.");
      }
    }
    while (!arguments.atEnd()) {
      Optional<Arguments.Word> option = arguments.option(OPTIONS);
      if (option.isPresent()) {
        boolean set = arguments.truth();
        switch (option.get().text()) {
          case "keepevents" -> keepEvents = set;
          case "keepempty" -> keepEmpty = set;
          default -> consecutive = set;
        }
      } else if (arguments.keyword("sortby")) {
        sort = (SortCommand) SortCommand.parse(arguments, compilation, false);
      } else if (!arguments.accept(',')) {
        fields.add(arguments.word("a field").text());
      }
    }
    if (fields.isEmpty()) {
      throw place.error("'dedup' needs a field.");
    }
    return new DedupCommand(count, fields, keepEvents, keepEmpty, consecutive, sort, place);
  }

  @Override
  public Stage open(RunScope scope, Stage next) {
    if (sort == null) {
      return Stages.filter(next, new Seen(scope)::keeps);
    }
    Seen seen = new Seen(scope);
    return Stages.held(
        scope,
        place,
        next,
        rows -> {
          rows.sort(sort.comparator());
          rows.stream().filter(seen::keeps).forEach(next::accept);
        });
  }

  private final class Seen {
    private final RunScope scope;
    private final Map<List<String>, Integer> counts = new HashMap<>();
    private @Nullable List<String> previous;

    Seen(RunScope scope) {
      this.scope = scope;
    }

    boolean keeps(Row row) {
      List<String> key = new ArrayList<>();
      for (String field : fields) {
        Value value = row.get(field);
        if (value == null) {
          return keepEmpty;
        }
        key.add(value.text());
      }
      if (consecutive && !key.equals(previous)) {
        counts.clear();
      }
      previous = key;
      int seen = counts.merge(key, 1, Integer::sum);
      if (seen == 1) {
        scope.hold(120, place);
      }
      if (seen > count && keepEvents) {
        fields.forEach(row::remove);
        return true;
      }
      return seen <= count;
    }
  }

  @Override
  public Flow flow() {
    return Flow.ORDERED;
  }

  @Override
  public @Nullable List<String> columns(@Nullable List<String> before) {
    return before;
  }
}
